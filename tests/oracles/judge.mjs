// SPDX-License-Identifier: MIT
// usage: judge.mjs PAIRS.json
// PAIRS.json is [{"name", "before", "after"}], the texts of a workflow or action file. Two
// judges that we did not write look at each pair:
// - GitHub's workflow parser must find no error in the new text that the old one had not;
// - by eemeli's yaml, the new data must be the old data plus cache steps, step ids and `-r`.
// Prints one line for each thing that is wrong, and last how many pairs were judged; exit 1 when
// anything was.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { load } from "./load.mjs";

const parser = "@actions/workflow-parser/dist/";
const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = await load(parser + "index.js");
const { TemplateContext, TemplateValidationErrors } = await load(parser + "templates/template-context.js");
const { getWorkflowSchema } = await load(parser + "workflows/workflow-schema.js");
const { FeatureFlags } = await load("@actions/expressions/dist/features.js");
const YAML = await load("yaml/dist/index.js");

async function errorsOf(name, content) {
	const flags = new FeatureFlags({ all: true });
	const context = new TemplateContext(new TemplateValidationErrors(), getWorkflowSchema(),
		new NoOperationTraceWriter());
	context.state.featureFlags = flags;
	try {
		const parsed = parseWorkflow({ name, content }, context);
		const messages = context.errors.getErrors().map((error) => error.message);
		if (messages.length > 0 || !parsed.value)
			return messages;
		const template = await convertWorkflowTemplate(context, parsed.value, undefined,
			{ featureFlags: flags });
		return [...context.errors.getErrors().map((error) => error.message),
			...(template.errors ?? []).map((error) => error.Message)];
	} catch (error) {
		return ["threw: " + error.message];
	}
}

// Places move when lines are added: an error is the same without its line and column.
const placeless = (message) => message.replace(/\(Line: \d+, Col: \d+\)/g, "").replace(/at line \d+.*/s, "");

function dataOf(text) {
	const documents = YAML.parseAllDocuments(text, { uniqueKeys: true, logLevel: "silent" });
	if (documents.some((document) => document.errors.length > 0))
		return undefined;
	try {
		return documents.map((document) => document.toJS({ maxAliasCount: -1 }));
	} catch {
		return undefined; // an alias of nothing
	}
}

const reuse = / -r(?=[\s;|&)"'`]|$)/g;

// Whether a value is what it was, but for an id that a step gained and `-r` behind nox.
function sameStep(before, after) {
	if (!before || !after || typeof before !== "object" || typeof after !== "object")
		return isDeepStrictEqual(before, after);
	const rest = { ...after };
	if (!("id" in before))
		delete rest.id;
	return same(withoutReuse(before), withoutReuse(rest));
}

// A step whose scripts, its own or those it hands to an action, have no `-r`.
function withoutReuse(step) {
	const rest = { ...step };
	for (const key of ["run", "command"])
		if (typeof rest[key] === "string")
			rest[key] = rest[key].replace(reuse, "");
	if (rest.with && typeof rest.with === "object")
		rest.with = withoutReuse(rest.with);
	return rest;
}

const isInserted = (step) => typeof step?.uses === "string" && /(^|\/)actions\/cache(\/restore)?@/.test(step.uses)
	|| step?.id?.startsWith?.("nox-python");

function sameSteps(before, after) {
	let old = 0;
	for (const step of after)
		if (old < before.length && sameStep(before[old], step))
			old++;
		else if (!isInserted(step))
			return false;
	return old === before.length;
}

function same(before, after) {
	if (!before || !after || typeof before !== "object" || typeof after !== "object")
		return isDeepStrictEqual(before, after);
	if (Array.isArray(before) !== Array.isArray(after))
		return false;
	const keys = Object.keys(before);
	if (!isDeepStrictEqual(keys, Object.keys(after)))
		return false;
	return keys.every((key) => {
		const [old, now] = [before[key], after[key]];
		if (!Array.isArray(old) || !Array.isArray(now))
			return same(old, now);
		if (key === "steps")
			return sameSteps(old, now);
		// Steps that run side by side (`parallel:`) get no step among them.
		return old.length === now.length && old.every((item, index) => sameStep(item, now[index]));
	});
}

const pairs = JSON.parse(readFileSync(process.argv[2], "utf8"));
let wrong = 0;
function complain(name, text) {
	console.log(`${name}: ${text}`);
	wrong++;
}
for (const { name, before, after } of pairs) {
	if (!/(^|\/)action\.ya?ml$/.test(name)) {
		const known = new Set((await errorsOf(name, before)).map(placeless));
		for (const message of new Set(await errorsOf(name, after)))
			if (!known.has(placeless(message)))
				complain(name, `GitHub's parser: ${message}`);
	}
	const old = dataOf(before);
	if (old === undefined)
		continue;
	const now = dataOf(after);
	if (now === undefined)
		complain(name, "yaml cannot read the new text");
	else if (!before.includes("Maintained by nox-cache-inject") && !same(old, now))
		complain(name, "yaml sees more than cache steps, ids and -r");
}
console.log(`${pairs.length} files judged, ${wrong} complaints`);
process.exit(wrong > 0 ? 1 : 0);
