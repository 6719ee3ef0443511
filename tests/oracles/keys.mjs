// SPDX-License-Identifier: MIT
// usage: keys.mjs PAIRS.json
// Evaluates the keys of all cache steps that the program has written, for every job and every leg
// of every matrix that stands in the file, with GitHub's own expression evaluator. Per repository:
// - a key has at most 512 characters, no comma, and a hash that is not empty;
// - two legs, or two jobs, whose steps up to Nox read different values never share a key;
// - the restore-keys are a prefix of the key.
// Prints one line for each thing that is wrong, and last how many keys were judged.
import { readFileSync } from "node:fs";
import { evaluatorWith } from "./evaluate.mjs";
import { load } from "./load.mjs";

const { parse } = await load("yaml/dist/index.js").then((module) => module.default ?? module);

// A hash that is not empty and differs with the patterns.
const evaluator = evaluatorWith((patterns) => ("0".repeat(64) + patterns.join("")).slice(-64).replaceAll(",", ""));
// Text with every ${{ }} evaluated; what cannot be is kept as it stands.
const evaluate = (text, context) => evaluator(text, context, (whole) => whole);

const evaluateAll = (value, context) => JSON.stringify(value ?? null, (key, member) =>
	typeof member === "string" ? evaluate(member, context) : member);

// The legs of a matrix, as GitHub makes them; undefined where an expression makes it.
function legsOf(matrix) {
	if (matrix === undefined || matrix === null)
		return [{}];
	if (typeof matrix !== "object")
		return undefined;
	const { include = [], exclude = [], ...members } = matrix;
	if (![include, exclude, ...Object.values(members)].every(Array.isArray))
		return undefined;
	let legs = [{}];
	for (const [name, values] of Object.entries(members))
		legs = legs.flatMap((leg) => values.map((value) => ({ ...leg, [name]: value })));
	const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
	legs = legs.filter((leg) => !exclude.some((out) =>
		Object.entries(out).every(([name, value]) => same(leg[name], value))));
	if (Object.keys(members).length === 0)
		legs = [];
	const originals = legs.map((leg) => ({ ...leg }));
	const alone = [];
	for (const extra of include) {
		let added = false;
		originals.forEach((original, index) => {
			if (Object.entries(extra).every(([name, value]) => !(name in original) || same(original[name], value))) {
				Object.assign(legs[index], extra);
				added = true;
			}
		});
		if (!added)
			alone.push({ ...extra });
	}
	return [...legs, ...alone];
}

const isCache = (step) => step?.name === "Cache Nox environments";
const isCheckout = (step) => /(^|\/)actions\/checkout@/.test(step?.uses ?? "");

function osOf(labels) {
	const text = labels.toLowerCase();
	return text.includes("windows") ? "Windows" : text.includes("macos") ? "macOS" : "Linux";
}

// What the outputs of the steps in front would be: the version asked for, made a full one.
function outputsOf(steps, context) {
	const outputs = {};
	for (const step of steps) {
		if (!step?.id)
			continue;
		const asked = step.with?.["python-version"] ?? step.with?.["python-version-file"] ?? "3";
		outputs[step.id] = { outputs: {
			"python-version": `${evaluate(String(asked).trim().split("\n").at(-1), context)}.7`,
			version: "3.11.2",
		} };
	}
	return outputs;
}

let judged = 0, wrong = 0;
function complain(name, text) {
	console.log(`${name}: ${text}`);
	wrong++;
}

// Everything that a leg's environments may depend on, as far as the workflow says it.
function signatureOf(job, steps, context) {
	const read = steps.filter((step) => !isCheckout(step) && !/(^|\/)actions\/cache/.test(step?.uses ?? ""))
		.map(({ name, id, ...rest }) => rest);
	return evaluateAll([job["runs-on"], job.container, job.env, read], context);
}

function judgeKey(name, step, context, signature, seen) {
	const key = evaluate(step.with.key, context);
	judged++;
	if (key.length > 512)
		complain(name, `${key.length} characters`);
	if (key.includes(","))
		complain(name, `a comma in ${key}`);
	if (key.endsWith("-"))
		complain(name, `no hash in ${key}`);
	for (const line of (step.with["restore-keys"] ?? "").split("\n").filter(Boolean))
		if (!key.startsWith(evaluate(line, context)))
			complain(name, `${line} is no prefix of the key`);
	const place = `${key}\n${step.with.path}`;
	const other = seen.get(place);
	if (other && other.signature !== signature)
		complain(name, `shares its key with ${other.name}: ${key}`);
	seen.set(place, { name, signature });
}

function judgeJob(name, id, job, workflow, seen) {
	const legs = legsOf(job?.strategy?.matrix);
	if (!legs || !Array.isArray(job.steps))
		return;
	legs.forEach((matrix, index) => {
		const context = { matrix, strategy: { "job-index": index }, github: { job: id, workspace: "/w" }, inputs: {},
			vars: {}, secrets: {}, needs: {}, job: {}, steps: {}, runner: { os: "Linux", arch: "X64" },
			env: { pythonLocation: "/opt/python/3.11.2" } };
		context.runner.os = osOf(evaluateAll(job["runs-on"], context));
		for (const env of [workflow.env, job.env])
			for (const [key, value] of Object.entries(env && typeof env === "object" ? env : {}))
				context.env[key] = evaluate(String(value), context);
		job.steps.forEach((step, at) => {
			if (!isCache(step))
				return;
			context.steps = outputsOf(job.steps.slice(0, at), context);
			const signature = id + signatureOf(job, job.steps.slice(0, at + 2), context);
			judgeKey(`${name} job ${id} ${JSON.stringify(matrix)}`, step, context, signature, seen);
		});
	});
}

const pairs = JSON.parse(readFileSync(process.argv[2], "utf8"));
const repositories = new Map();
for (const { name, after } of pairs) {
	const repository = name.split("/").slice(0, name.startsWith("example") ? 1 : 2).join("/");
	if (!repositories.has(repository))
		repositories.set(repository, new Map());
	let workflow;
	try {
		workflow = parse(after, { merge: false, uniqueKeys: false, logLevel: "silent" });
	} catch {
		continue;
	}
	for (const [id, job] of Object.entries(workflow?.jobs ?? {}))
		judgeJob(name, id, job, workflow, repositories.get(repository));
}
console.log(`${judged} keys judged, ${wrong} wrong`);
process.exit(wrong > 0 || judged === 0 ? 1 : 0);
