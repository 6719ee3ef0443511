/* SPDX-License-Identifier: MIT */
/* Tests the expression parser: what it accepts, the nodes, and the references. */
#include "config.h"

#include "workflow/expression.h"

#include "base/buf.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *text;
	bool accepted;
} rows[] = {
#define ACCEPT(text) { text, true },
#define REJECT(text) { text, false },
#define STRICT(text) { text, false },
#include "expressions.def"
};

/* The numbers of operands and operators must match. */
static size_t height(const struct expression *expression)
{
	size_t stack = 0;

	for (size_t i = 0; i < expression->nodes.len; i++) {
		const struct expression_node *node = &expression->nodes.at[i];
		size_t taken = 0;

		switch (node->kind) {
		case EXPRESSION_LITERAL:
		case EXPRESSION_STRING:
		case EXPRESSION_CONTEXT:
			break;
		case EXPRESSION_MEMBER:
		case EXPRESSION_STAR:
		case EXPRESSION_NOT:
			taken = 1;
			break;
		case EXPRESSION_INDEX:
		case EXPRESSION_BINARY:
			taken = 2;
			break;
		case EXPRESSION_CALL:
			taken = node->count;
		}
		ck_assert_uint_ge(stack, taken);
		stack += 1 - taken;
	}
	return stack;
}

START_TEST(test_read)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct expression expression = { 0 };
	/* Allocated with the exact size, so that a sanitizer detects reads past its end. */
	size_t length = strlen(rows[_i].text);
	char *text = malloc(length > 0 ? length : 1);
	enum status status;

	ck_assert(text != NULL);
	memcpy(text, rows[_i].text, length);
	status = expression_read(&expression, &arena, (struct str){ text, length });
	ck_assert_msg((status == STATUS_OK) == rows[_i].accepted, "%s", rows[_i].text);
	ck_assert(status == STATUS_OK || status == STATUS_INVALID);
	if (status == STATUS_OK)
		ck_assert_uint_eq(height(&expression), 1);
	free(text);
}
END_TEST

static const struct {
	const char *text;
	const char *want; /* kinds as letters with their text, each followed by a blank */
} trees[] = {
	{ "matrix.os", "c:matrix m:os " },
	{ "matrix['a b'].c[0]", "c:matrix m:a b m:c l:0 i: " },
	{ "matrix['it''s']", "c:matrix m:it's " },
	{ "matrix[('a')]", "c:matrix m:a " },
	{ "a.*.b[*]", "c:a *: m:b *: " },
	{ "(a || b).c", "c:a c:b b:|| m:c " },
	{ "a || b.c", "c:a c:b m:c b:|| " },
	{ "a || b && c == d < !e", "c:a c:b c:c c:d c:e n:! b:< b:== b:&& b:|| " },
	{ "a == b == c", "c:a c:b b:== c:c b:== " },
	{ "f(a, 'b', g()).c", "c:a s:b f:g f:f m:c " },
	{ "-1.5e3 == null", "l:-1.5e3 l:null b:== " },
	{ "a[b['c']]", "c:a c:b m:c i: " },
};

START_TEST(test_tree)
{
	static const char letters[] = { [EXPRESSION_LITERAL] = 'l', [EXPRESSION_STRING] = 's',
					[EXPRESSION_CONTEXT] = 'c', [EXPRESSION_MEMBER] = 'm',
					[EXPRESSION_STAR] = '*',    [EXPRESSION_INDEX] = 'i',
					[EXPRESSION_CALL] = 'f',    [EXPRESSION_NOT] = 'n',
					[EXPRESSION_BINARY] = 'b' };
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf got = { 0 };
	struct expression expression = { 0 };

	ck_assert_int_eq(expression_read(&expression, &arena, str_from(trees[_i].text)), STATUS_OK);
	for (size_t i = 0; i < expression.nodes.len; i++)
		buf_printf(&got, "%c:%.*s ", letters[expression.nodes.at[i].kind],
			   STR_ARG(expression.nodes.at[i].text));
	ck_assert_text(buf_str(&got), trees[_i].want);
	ck_assert_uint_eq(height(&expression), 1);
}
END_TEST

START_TEST(test_limits)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf text = { 0 };
	struct expression expression = { 0 };

	buf_add_char(&text, '\'');
	buf_fill(&text, 'a', EXPRESSION_LENGTH_MAX - 2);
	buf_add_char(&text, '\'');
	ck_assert_int_eq(expression_read(&expression, &arena, buf_str(&text)), STATUS_OK);
	buf_add_char(&text, ' ');
	ck_assert_int_eq(expression_read(&expression, &arena, buf_str(&text)), STATUS_INVALID);
	/* Reading again replaces the nodes. */
	ck_assert_int_eq(expression_read(&expression, &arena, STR("a.b")), STATUS_OK);
	ck_assert_uint_eq(expression.nodes.len, 2);
}
END_TEST

static const struct {
	const char *text;
	bool usable;
} names[] = {
	{ "matrix.os", true },	   { "GitHub.job", true },	{ "forgejo.ref", true },
	{ "secrets.X", false },	   { "unknown.x", false },	{ "hashFiles('a')", true },
	{ "hashfiles('a')", true }, { "hashFiles()", false },	{ "toJSON(matrix, 1)", false },
	{ "always()", false },	   { "success()", false },	{ "unknown('a')", false },
	{ "format()", false },	   { "contains('a')", false },	{ "matrix[secrets.x]", false },
	{ "github.token", false }, { "GitHub['Token']", false },	{ "toJSON(github)", false },
	{ "github[env.x]", false }, { "forge.token", false },	{ "(github).token", false },
	{ "github.event.token", true }, { "github.*", false },	{ "needs.a.outputs.b", true },
	{ "'secrets.x'", true },   { "join(a.*, ',')", false },	{ "join(matrix.*, ',')", true },
};

START_TEST(test_usable)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct expression expression = { 0 };

	ck_assert_int_eq(expression_read(&expression, &arena, str_from(names[_i].text)), STATUS_OK);
	ck_assert_int_eq(expression_is_usable(&expression), names[_i].usable);
}
END_TEST

START_TEST(test_identifier)
{
	ck_assert(expression_is_identifier(STR("a")) && expression_is_identifier(STR("_a-1")));
	ck_assert(!expression_is_identifier(STR("")) && !expression_is_identifier(STR("1a")));
	ck_assert(!expression_is_identifier(STR("-a")) && !expression_is_identifier(STR("a.b")));
	ck_assert(!expression_is_identifier(STR("a b")) && !expression_is_identifier(STR("a\n")));
	ck_assert(!expression_is_identifier(STR("\xc3\xa9")) && !expression_is_identifier(STR("a'b")));
}
END_TEST

START_TEST(test_reference)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct expression expression = { 0 };
	struct reference reference;
	size_t at = 0;

	ck_assert_int_eq(expression_read(&expression, &arena,
					 STR("f(matrix.a['b c'], env) == inputs[x.y].z")), STATUS_OK);
	ck_assert(reference_next(&expression, &at, &reference));
	ck_assert_text(reference.context, "matrix");
	ck_assert_uint_eq(reference.count, 2);
	ck_assert_text(reference.members[1].text, "b c");
	ck_assert(reference_next(&expression, &at, &reference) && reference.count == 0);
	ck_assert_text(reference.context, "env");
	ck_assert(reference_next(&expression, &at, &reference) && reference.count == 0);
	ck_assert_text(reference.context, "inputs");
	ck_assert(reference_next(&expression, &at, &reference) && reference.count == 1);
	ck_assert_text(reference.context, "x");
	ck_assert(!reference_next(&expression, &at, &reference));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("expression");

	ADD_TABLE(tcase, test_read, rows);
	ADD_TABLE(tcase, test_tree, trees);
	tcase_add_test(tcase, test_limits);
	ADD_TABLE(tcase, test_usable, names);
	tcase_add_test(tcase, test_identifier);
	tcase_add_test(tcase, test_reference);
	return run_tests("expression", tcase);
}
