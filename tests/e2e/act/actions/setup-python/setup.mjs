// SPDX-License-Identifier: MIT
import { appendFileSync, readdirSync } from "node:fs";

const wanted = process.env["INPUT_PYTHON-VERSION"].replace(/(\.[x*])+$/, "");
const folder = `${process.env.RUNNER_TOOL_CACHE}/Python`;
const newestLast = (left, right) => left.localeCompare(right, undefined, { numeric: true });
const fits = (name) => `${name}.`.startsWith(`${wanted}.`);
const version = readdirSync(folder).sort(newestLast).findLast(fits);
if (!version)
	throw new Error(`no Python ${wanted} in ${folder}`);
const root = `${folder}/${version}/x64`;
appendFileSync(process.env.GITHUB_PATH, `${root}/bin\n`);
appendFileSync(process.env.GITHUB_ENV, `pythonLocation=${root}\n`);
appendFileSync(process.env.GITHUB_OUTPUT,
	`python-version=${version}\npython-path=${root}/bin/python\n`);
console.log(`Python ${version}`);
