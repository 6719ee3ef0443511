/* SPDX-License-Identifier: MIT */
/* The final check of a plan. It uses the readers, not the writers. */
#include "config.h"

#include "nox/plan/inserted.h"

#include "workflow/template.h"

/* Whether the block at p is printable ASCII or line feeds, as most are. */
static bool is_plain_block(const char *p, size_t size)
{
	unsigned char bad = 0;

	for (size_t i = 0; i < size; i++)
		bad |= (unsigned char)(p[i] - ' ') > '~' - ' ' && p[i] != '\n';
	return !bad;
}

/* Is the text printable, except tabs and line breaks? */
static bool is_plain_text(struct str text)
{
	enum { BLOCK = 32 };
	unsigned long code = 0;
	size_t length;

	for (size_t i = 0; i < text.len; i += length) {
		length = BLOCK;
		if (text.len - i >= BLOCK && is_plain_block(text.p + i, BLOCK))
			continue;
		length = str_character(text, i, &code);
		if (length == 0 ||
		    (!code_is_printable(code) && code != '\t' && code != '\n' && code != '\r'))
			return false;
	}
	return true;
}

/* May the value of this key of a new step be a template string? */
static bool takes_expressions(struct str key)
{
	static const char *const keys[] = { "path", "key", "restore-keys", "lookup-only", "if",
					    "run", "shell",
					    /* variables of the probe step */
					    "PYTHON_VERSION", "UV_PYTHON" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (str_is(key, keys[i]))
			return true;
	return false;
}

static bool is_valid_value(struct arena *arena, struct str key, struct str value,
			   struct lookup *known)
{
	struct str line;

	if (!takes_expressions(key))
		return str_is_line(value) && !str_contains(value, "${{");
	while (str_next_line(&value, &line))
		if (!template_is_usable_again(arena, str_trim(line), known))
			return false;
	return true;
}

/* The scalars of a new node: each is a key, or the value of the key before it. */
static bool are_valid_scalars(struct arena *arena, const struct shapes *shapes,
			      struct lookup *known)
{
	struct str key = STR("");
	bool value = false;

	for (size_t i = 0; i < shapes->list.len; i++) {
		const struct shape *shape = &shapes->list.at[i];

		if (shape->kind != RECORD_SCALAR) {
			value = false;
			continue;
		}
		if (!is_valid_value(arena, value ? key : STR(""), shape_text(shape), known))
			return false;
		key = shape_text(shape);
		value = !value;
	}
	return true;
}

/* The next part of a template that is not plain text. */
static bool next_expression(struct str text, size_t *at, struct template_part *part)
{
	while (template_next(text, at, part))
		if (part->kind != TEMPLATE_TEXT)
			return true;
	return false;
}

/* Does a scalar keep the expressions of the old one, in their order, and are new ones usable? */
static bool is_valid_text(struct arena *arena, struct str old, struct str now)
{
	struct expression expression = { 0 };
	struct template_part before, part;
	size_t old_at = 0, at = 0;
	bool more = next_expression(old, &old_at, &before);

	while (next_expression(now, &at, &part)) {
		bool same = more && before.kind == part.kind &&
			    (part.kind == TEMPLATE_OPEN || str_eq(before.text, part.text));

		if (same)
			more = next_expression(old, &old_at, &before);
		else if (part.kind == TEMPLATE_OPEN ||
			 expression_read(&expression, arena, part.text) != STATUS_OK ||
			 !expression_is_usable(&expression))
			return false;
	}
	return true;
}

/* Scratch memory is for the texts of this expectation. */
static bool is_valid(const struct expectation *expectation, const struct tree *old,
		     struct arena *arena, struct arena *scratch, struct lookup *known)
{
	struct shapes shapes;

	if (expectation->kind == EXPECT_MOVE)
		return true;
	if (expectation->kind == EXPECT_TEXT || expectation->kind == EXPECT_INSERTED)
		return is_valid_text(scratch, scalar_value(old, expectation->node),
				     expected_value(expectation, old, scratch));
	shapes = expected_shapes(expectation);
	return are_valid_scalars(arena, &shapes, known);
}

enum status inserted_check(const struct plan *plan, const struct tree *old,
			   struct diagnostics *diagnostics)
{
	ARENA_AUTO struct arena arena = { 0 }, scratch = { 0 };
	struct lookup known = { .root = NULL };
	const struct shape *checked = NULL;

	for (size_t i = 0; i < plan->edits.list.len; i++) {
		const struct edit *edit = &plan->edits.list.at[i];

		if (is_plain_text(edit_text(edit)))
			continue;
		diagnostic_at(diagnostics, SEVERITY_ERROR, edit_range(edit),
			      "left as it is: the edit would insert an unprintable character here");
		return STATUS_INVALID;
	}
	for (size_t i = 0; i < plan->expectations.list.len; i++) {
		const struct expectation *expectation = &plan->expectations.list.at[i];
		bool has_shapes =
			expectation->kind == EXPECT_ITEM || expectation->kind == EXPECT_PAIR;

		/* Those of most jobs are shared. */
		if (has_shapes && checked && expectation->shapes == checked)
			continue;
		arena_clear(&scratch);
		if (is_valid(expectation, old, &arena, &scratch, &known)) {
			checked = has_shapes ? expectation->shapes : checked;
			continue;
		}
		diagnostic_at(diagnostics, SEVERITY_ERROR, node_range(expectation->node),
			      "left as it is: the edit would insert an expression here that a "
			      "runner reads differently");
		return STATUS_INVALID;
	}
	return STATUS_OK;
}
