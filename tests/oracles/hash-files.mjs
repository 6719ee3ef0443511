// SPDX-License-Identifier: MIT
// usage: node hash-files.mjs WORKSPACE PATTERN...
// Prints what GitHub's own hashFiles() (@actions/glob) gives there.
import path from "node:path";
import { load } from "./load.mjs";

const { hashFiles } = await load("@actions/glob/lib/glob.js");
const [workspace, ...patterns] = process.argv.slice(2);
const root = path.resolve(workspace);
const write = process.stdout.write.bind(process.stdout);

process.chdir(root);
process.env.GITHUB_WORKSPACE = root;
// What it logs for a runner is not its answer.
process.stdout.write = (text, ...rest) => String(text).startsWith("::debug::") || write(text, ...rest);
console.log(await hashFiles(patterns.join("\n"), root, { followSymbolicLinks: false }));
