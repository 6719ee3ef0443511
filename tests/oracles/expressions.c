/* SPDX-License-Identifier: MIT */
/* Reads expressions from standard input, a zero byte behind each, and prints a JSON array: for each
 * the nodes that our reader makes of it, or null where it refuses it. expressions.mjs compares them
 * with what GitHub's parser makes of it. */
#include "config.h"

#include "output/json.h"
#include "workflow/expression.h"

#include <stdio.h>

static void add_node(struct json *json, struct arena *arena, const struct expression_node *node)
{
	static const char *const names[] = {
		[EXPRESSION_LITERAL] = "literal", [EXPRESSION_STRING] = "string",
		[EXPRESSION_CONTEXT] = "context", [EXPRESSION_MEMBER] = "member",
		[EXPRESSION_STAR] = "star",	  [EXPRESSION_INDEX] = "index",
		[EXPRESSION_CALL] = "call",	  [EXPRESSION_NOT] = "not",
		[EXPRESSION_BINARY] = "binary",
	};
	struct str text = node->kind == EXPRESSION_NOT ? STR("") : node->text;

	if (node->kind == EXPRESSION_CALL)
		text = arena_printf(arena, "%.*s:%zu", STR_ARG(text), node->count);
	json_text(json, arena_printf(arena, "%s:%.*s", names[node->kind], STR_ARG(text)));
}

static void add_expression(struct json *json, struct str text)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct expression expression = { 0 };

	if (expression_read(&expression, &arena, text) != STATUS_OK) {
		json_null(json);
		return;
	}
	json_array(json);
	for (size_t i = 0; i < expression.nodes.len; i++)
		add_node(json, &arena, &expression.nodes.at[i]);
	json_end(json);
}

int main(void)
{
	BUF_AUTO struct buf input = { 0 };
	BUF_AUTO struct buf out = { 0 };
	struct json json = JSON_TO(&out);
	struct str rest;
	int c;

	while ((c = getchar()) != EOF)
		buf_add_char(&input, (char)c);
	json_array(&json);
	for (rest = buf_str(&input); rest.len > 0;) {
		size_t end = str_find_char(rest, '\0', 0);

		add_expression(&json, str_slice(rest, 0, end));
		rest = str_slice(rest, end == STR_NONE ? rest.len : end + 1, rest.len);
	}
	json_end(&json);
	if (!json_finish(&json))
		return 2;
	return fwrite(out.p, 1, out.len, stdout) == out.len ? 0 : 2;
}
