/* SPDX-License-Identifier: MIT */
/* Looking variables up, and putting their values in their places. What a value refers to itself is
 * not followed. */
#include "config.h"

#include "nox/variables.h"

#include "base/buf.h"
#include "nox/values.h"
#include "workflow/template.h"

struct scope {
	const struct workflow *workflow;
	struct arena *arena;
	const struct job *job;
	const struct step *step;
};

/* *near: the step itself sets it. */
static struct str value_of(const struct scope *s, struct str name, bool *near)
{
	const char *key = arena_copy(s->arena, name).p;
	const struct node *value = s->step ? map_get(s->step->env, key, NULL) : NULL;

	*near = value != NULL;
	if (!value)
		value = map_get(s->job->env, key, NULL);
	if (!value)
		value = map_get(s->workflow->env, key, NULL);
	return scalar_value(s->workflow->tree, s->arena, value);
}

struct str variable_value(const struct workflow *workflow, struct arena *arena, const struct job *job,
			  const struct step *step, struct str name)
{
	struct scope scope = { workflow, arena, job, step };
	bool near;

	return value_of(&scope, name, &near);
}

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static size_t name_end(struct str text, size_t at)
{
	while (at < text.len && is_name_char(text.p[at]))
		at++;
	return at;
}

/* The name of the variable that a shell reads at the offset, and where its mention ends; the empty
 * text where there is none. */
static struct str shell_name(struct str text, size_t at, size_t *end)
{
	size_t start = at + 1;
	char close = text.p[at] == '%' ? '%' : '\0';

	if (text.p[at] != '$' && close == '\0')
		return STR("");
	if (close == '\0' && start < text.len && text.p[start] == '{') {
		close = '}';
		start++;
	} else if (str_is_nocase(str_slice(text, at, at + 5), "$env:")) {
		start = at + 5;
	}
	*end = name_end(text, start);
	if (close == '\0')
		return str_slice(text, start, *end);
	if (*end >= text.len || text.p[*end] != close)
		return STR("");
	return str_slice(text, start, (*end)++);
}

/* Adds the plain text of a path, as a shell would read it. */
static void add_words(const struct scope *s, struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		size_t end = i;
		struct str name = shell_name(text, i, &end);
		bool near;
		struct str value = name.len > 0 ? value_of(s, name, &near) : STR("");

		if (value.len == 0) {
			buf_add_char(out, text.p[i]);
			continue;
		}
		buf_add(out, value);
		i = end - 1;
	}
}

/* Adds an expression of a path. */
static void add_expression(const struct scope *s, struct buf *out, struct expression *nodes,
			   struct str whole)
{
	struct reference reference;
	struct str value = STR("");
	bool near = false;

	if (value_is_reference(&reference, s->arena, nodes, whole) && reference.count == 1 &&
	    str_is_nocase(reference.context, "env"))
		value = value_of(s, reference.members[0].text, &near);
	buf_add(out, value.len > 0 && (near || !has_expression(value)) ? value : whole);
}

struct str variables_replace(const struct workflow *workflow, struct arena *arena,
			     const struct job *job, const struct step *step, struct str path,
			     bool shell)
{
	struct scope scope = { workflow, arena, job, step };
	struct expression nodes = { 0 };
	BUF_AUTO struct buf out = { 0 };
	struct template_part part;
	size_t at = 0;

	if (!has_expression(path) && (!shell || (str_find_char(path, '$', 0) == STR_NONE &&
						 str_find_char(path, '%', 0) == STR_NONE)))
		return path;
	while (template_next(path, &at, &part)) {
		struct str text = str_slice(path, part.range.start, part.range.end);

		if (part.kind == TEMPLATE_EXPRESSION)
			add_expression(&scope, &out, &nodes, text);
		else if (shell && part.kind == TEMPLATE_TEXT)
			add_words(&scope, &out, text);
		else
			buf_add(&out, text);
	}
	return buf_keep(&out, arena);
}
