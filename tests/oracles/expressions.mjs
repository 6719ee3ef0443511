// SPDX-License-Identifier: MIT
// usage: expressions.mjs READER TABLE [SEED [COUNT]]
// Our reader of expressions (READER, tests/oracles/expressions.c) against GitHub's parser: on each row
// of TABLE (tests/unit/expressions.def), and on COUNT (20000) random sequences of tokens. Both must
// refuse the same, but for what only GitHub's parser in JavaScript takes and its runner does not; and
// make the same of the others. Prints what differs; exit 1 when anything does.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { load } from "./load.mjs";

const [reader, table, seed = String(process.pid), count = "20000"] = process.argv.slice(2);
const { Parser, Lexer } = await load("@actions/expressions/dist/index.js");
const { TokenType } = await load("@actions/expressions/dist/lexer.js");
const ast = await load("@actions/expressions/dist/ast.js");

// Names are not judged by our reader: any context, and any number of arguments, is right.
const anything = { minArgs: 0, maxArgs: 255 };

function parse(text) {
	const parser = new Parser(new Lexer(text).lex().tokens, [], []);
	parser.extContexts.has = () => true;
	parser.extFuncs.get = () => anything;
	parser.context.allowUnknownKeywords = true;
	return parser.parse();
}

// The nodes as our reader lists them: operands in front of their operator.
function nodesOf(node) {
	if (node instanceof ast.Literal) {
		if (node.token?.type === TokenType.STRING) // the library's own value undoubles one quote only
			return ["string:" + node.token.lexeme.slice(1, -1).replaceAll("''", "'")];
		return ["literal:" + node.token.lexeme];
	}
	if (node instanceof ast.ContextAccess)
		return ["context:" + node.name.lexeme];
	if (node instanceof ast.IndexAccess) {
		const object = nodesOf(node.expr);
		if (node.index instanceof ast.Star)
			return [...object, "star:"];
		if (node.index instanceof ast.Literal && node.index.token.type === TokenType.IDENTIFIER)
			return [...object, "member:" + node.index.token.lexeme];
		const index = nodesOf(node.index);
		if (index.length === 1 && index[0].startsWith("string:"))
			return [...object, index[0].replace("string:", "member:")];
		return [...object, ...index, "index:"];
	}
	if (node instanceof ast.FunctionCall)
		return [...node.args.flatMap(nodesOf), `call:${node.functionName.lexeme}:${node.args.length}`];
	if (node instanceof ast.Grouping)
		return nodesOf(node.group);
	if (node instanceof ast.Unary)
		return [...nodesOf(node.expr), "not:"];
	if (node instanceof ast.Binary)
		return [...nodesOf(node.left), ...nodesOf(node.right), "binary:" + node.operator.lexeme];
	if (node instanceof ast.Logical)
		return node.args.flatMap((arg, i) =>
			i === 0 ? nodesOf(arg) : [...nodesOf(arg), "binary:" + node.operator.lexeme]);
	throw new Error("an unknown node");
}

function judge(text) {
	let node;
	try {
		node = parse(text);
	} catch {
		return null;
	}
	return node ? nodesOf(node) : null;
}

// The same numbers for the same seed.
let state = BigInt(seed) * 2n + 1n;
function below(bound) {
	state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
	return Number((state >> 33n) % BigInt(bound));
}
const tokens = ["a", "b", "matrix", ".x", ".x-1", ".*", "[", "]", "['c d']", "['it''s']", "[*]", "[0]", "(", ")",
	"f(", "f()", ", ", "!", " && ", " || ", " == ", " != ", "<", "<=", ">", ">=", "'s'", "''", "'", "1", "-1.5e3",
	"0x1f", ".5", "true", "null", "NaN", ".", "*", " ", "\n", "-", "=", "&", "|", "\"", "$", "{", "}", "\u00e9"];
const pick = (list) => list[below(list.length)];
// A valid expression of few levels.
function valid(depth) {
	const operand = () => valid(depth - 1);
	switch (depth > 0 ? below(9) : 8) {
	case 0: return `${operand()}${pick([" && ", "||", " == ", "!=", "<", " <= ", ">", ">="])}${operand()}`;
	case 1: return `!${operand()}`;
	case 2: return `(${operand()})`;
	case 3: return `f(${Array.from({ length: below(4) }, operand).join(pick([",", ", ", " , "]))})`;
	case 4: return `(${operand()})${pick([".x", "[0]", ".*", "['y z']"])}`;
	case 5: return `a.b[${operand()}]`;
	case 6: return `f(${operand()})${pick([".x", "['it''s']", "[*].q"])}`;
	default: return pick(["a", "matrix.os", "a['b'].c", "'s'", "'it''s'", "1", "-.5e2", "true", "null", "a.true"]);
	}
}
// Up to two places of it replaced, taken out, or filled.
function torn(text) {
	for (let n = below(3); n > 0; n--) {
		const at = below(text.length + 1), end = at + below(3);
		text = text.slice(0, at) + pick(["", ...tokens]) + text.slice(end);
	}
	return text;
}
function random() {
	if (below(2) === 0)
		return torn(valid(4));
	return Array.from({ length: below(12) + 1 }, () => pick(tokens)).join("");
}

const rows = [...readFileSync(table, "utf8").matchAll(/^(ACCEPT|REJECT|STRICT)\((".*")\)$/gm)]
	.map(([, kind, text]) => ({ kind, text: JSON.parse(text) }));
const cases = [...rows, ...Array.from({ length: Number(count) }, () => ({ text: random() }))];
const done = spawnSync(reader, { input: cases.map(({ text }) => text + "\0").join(""), maxBuffer: 1 << 28 });
const ours = JSON.parse(done.stdout.toString());
let wrong = 0, accepted = 0;
function complain(text, what) {
	console.log(`${JSON.stringify(text).slice(0, 200)}: ${what}`);
	wrong++;
}
if (rows.length < 100 || ours.length !== cases.length)
	complain("", `${rows.length} rows, ${ours.length} of ${cases.length} answers`);
cases.forEach(({ kind, text }, index) => {
	const theirs = judge(text), own = ours[index];
	accepted += own !== null;
	if (kind && (own !== null) !== (kind === "ACCEPT"))
		complain(text, `our reader does not ${kind}`);
	else if (kind && (theirs !== null) !== (kind !== "REJECT"))
		complain(text, `GitHub's parser ${theirs ? "takes" : "refuses"} it, against ${kind}`);
	else if (own === null && (theirs === null || kind === "STRICT" || /,\s*\)/.test(text)))
		return;
	else if (JSON.stringify(own) !== JSON.stringify(theirs))
		complain(text, `read as ${JSON.stringify(own)}, by GitHub as ${JSON.stringify(theirs)}`);
});
console.log(`${rows.length} expressions of the table and ${count} random ones (seed ${seed}), `
	+ `${accepted} taken, ${wrong} read otherwise than by GitHub`);
process.exit(wrong > 0 || accepted < rows.length / 3 ? 1 : 0);
