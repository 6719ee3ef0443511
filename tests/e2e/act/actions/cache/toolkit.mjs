// SPDX-License-Identifier: MIT
// The packages that actions/cache is made of, from $ACT_PACKAGES, and what both of its halves say.
import { appendFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const packages = pathToFileURL(`${process.env.ACT_PACKAGES}/node_modules/@actions`).href;
export const load = (name) => import(`${packages}/${name}/lib/${name}.js`);

export const core = await load("core");

// Keys mean the same in any case, as for the action.
export const same = (left, right) =>
	left.localeCompare(right, undefined, { sensitivity: "accent" }) === 0;

// A line of JSON for the test.
export const report = (line) => appendFileSync(process.env.ACT_REPORT, `${JSON.stringify(line)}\n`);
