// SPDX-License-Identifier: MIT
// usage: quoting.mjs CASES.json
// CASES.json is [{"name", "after", "context", "want", "read"}]: a workflow or action file that the
// program has written, contexts for its expressions, what each new step must come to with them (its
// path, key and restore-keys, or its run), and what PyYAML reads of these steps. Reads the file as
// YAML 1.1 and 1.2 with eemeli's yaml, and evaluates with GitHub's evaluator, hashFiles() as
// H(pattern|…). Prints one line for each thing that is wrong.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { evaluatorWith } from "./evaluate.mjs";
import { load } from "./load.mjs";

const { parse } = await load("yaml/dist/index.js").then((module) => module.default ?? module);
const evaluator = evaluatorWith((patterns) => `H(${patterns.join("|")})`);
let wrong = 0, judged = 0;
function complain(name, text) {
	console.log(`${name}: ${text}`);
	wrong++;
}

const isNew = (step) => step?.name === "Cache Nox environments" || step?.id?.startsWith?.("nox-python");
const newSteps = (workflow) => Object.values(workflow?.jobs ?? { it: workflow?.runs })
	.flatMap((job) => job?.steps ?? []).filter(isNew);

function judge({ name, after, context, want, read }) {
	const full = { github: { job: "j", token: "LEAKED" }, runner: { os: "Linux", arch: "X64" }, matrix: {}, env: {},
		inputs: {}, steps: {}, strategy: { "job-index": 0 }, secrets: { X: "LEAKED" }, ...context };
	const steps = newSteps(parse(after, { uniqueKeys: true, logLevel: "silent" }));
	for (const [other, what] of [[newSteps(parse(after, { version: "1.1", logLevel: "silent" })), "YAML 1.1"],
		[read, "PyYAML"]])
		if (!isDeepStrictEqual(steps, other))
			complain(name, `${what} reads ${JSON.stringify(other)}, YAML 1.2 ${JSON.stringify(steps)}`);
	const value = (text) => evaluator(text, full, (whole, error) => {
		complain(name, `${whole}: ${error.message}`);
		return whole;
	});
	const got = steps.map((step) => step.run ? { run: value(step.run), ...step.shell && { shell: value(step.shell) } } : {
		path: value(step.with.path).trim(),
		key: value(step.with.key),
		...step.with["restore-keys"] && { restore: value(step.with["restore-keys"]).trim() },
	});
	judged += got.length;
	if (!isDeepStrictEqual(got, want))
		complain(name, `comes to ${JSON.stringify(got, null, 1)}, expected ${JSON.stringify(want, null, 1)}`);
	if (JSON.stringify(got).includes("LEAKED"))
		complain(name, "a secret gets into a step");
}

JSON.parse(readFileSync(process.argv[2], "utf8")).forEach(judge);
console.log(`${judged} new steps evaluated, ${wrong} wrong`);
process.exit(wrong > 0 || judged === 0 ? 1 : 0);
