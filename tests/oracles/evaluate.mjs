// SPDX-License-Identifier: MIT
// Evaluates template strings with GitHub's own expression evaluator.
import { load } from "./load.mjs";

const { Parser, Lexer, Evaluator, data } = await load("@actions/expressions/dist/index.js");
const { TokenType } = await load("@actions/expressions/dist/lexer.js");

function toData(value) {
	if (value === null || value === undefined)
		return new data.Null();
	if (Array.isArray(value))
		return new data.Array(...value.map(toData));
	if (typeof value === "object")
		return new data.Dictionary(...Object.entries(value).map(([key, member]) =>
			({ key, value: toData(member) })));
	if (typeof value === "boolean")
		return new data.BooleanData(value);
	if (typeof value === "number")
		return new data.NumberData(value);
	return new data.StringData(String(value));
}

const contexts = ["github", "env", "vars", "job", "jobs", "steps", "runner", "secrets", "strategy", "matrix",
	"needs", "inputs"];

// The library undoubles the first quote of a string only; the runner all of them (LexicalAnalyzer).
function tokensOf(source) {
	const { tokens } = new Lexer(source).lex();
	for (const token of tokens)
		if (token.type === TokenType.STRING)
			token.value = token.lexeme.slice(1, -1).replaceAll("''", "'");
	return tokens;
}

// A function of (text, context, otherwise): the text with every ${{ }} evaluated, where
// hash(patterns) stands for hashFiles(). otherwise(whole, error) gives what stands for an expression
// that cannot be.
export function evaluatorWith(hash) {
	const hashFiles = {
		name: "hashFiles", description: "", minArgs: 1, maxArgs: 255,
		call: (...patterns) => new data.StringData(hash(patterns.map((p) => p.coerceString()))),
	};
	const expression = /\$\{\{((?:'(?:[^']|'')*'|[^'])*?)\}\}/g;
	return (text, context, otherwise) => text.replace(expression, (whole, source) => {
		try {
			const tree = new Parser(tokensOf(source), contexts, [hashFiles]).parse();
			return new Evaluator(tree, toData(context), new Map([["hashfiles", hashFiles]]))
				.evaluate().coerceString();
		} catch (error) {
			return otherwise(whole, error);
		}
	});
}
