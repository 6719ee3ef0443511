// SPDX-License-Identifier: MIT
// Imports a file of a package that stands in $ORACLE_NPM.
import { register } from "node:module";
import { pathToFileURL } from "node:url";

// Some packages were written for a bundler and import .json files without saying so.
const loader = `
import { readFileSync } from "node:fs";
export function load(url, context, next) {
	if (!url.endsWith(".json"))
		return next(url, context);
	const source = "export default " + readFileSync(new URL(url), "utf8");
	return { format: "module", shortCircuit: true, source };
}`;
register("data:text/javascript," + encodeURIComponent(loader));

export const load = (path) => import(pathToFileURL(`${process.env.ORACLE_NPM}/node_modules/${path}`).href);
