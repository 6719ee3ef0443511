/* SPDX-License-Identifier: MIT */
/* Looks up variables and replaces them by their values. References inside a value are not
 * followed. */
#include "config.h"

#include "workflow/variables.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "workflow/template.h"
#include "workflow/values.h"

/* *own: the step itself sets it. */
static struct str value_of(const struct variables *v, struct str name, bool *own)
{
	const struct node *value =
		v->step ? map_get_text(step_field(v->step, STEP_ENV), name, NULL) : NULL;

	*own = value != NULL;
	if (!value)
		value = map_get_text(job_field(v->job, JOB_ENV), name, NULL);
	if (!value)
		value = map_get_text(v->workflow->env, name, NULL);
	return scalar_value(v->workflow->tree, value);
}

void variables_enter(struct variables *v, const struct step *step, enum dialect dialect,
		     struct str script)
{
	v->step = step;
	v->dialect = dialect;
	v->script = script;
	v->assigned = (struct lookup){ NULL };
}

struct str variable_value(const struct variables *v, struct str name)
{
	bool own;

	return value_of(v, name, &own);
}

/* ------------------------------------------------------------------ the words of a shell */

static size_t name_end(struct str text, size_t at)
{
	while (at < text.len && ascii_is_name(text.p[at]))
		at++;
	return at;
}

/* The name of the variable that a shell reads at the offset, and the end of its reference. Empty if
 * there is none. */
static struct str name_at(enum dialect dialect, struct str text, size_t at, size_t *end)
{
	static const struct {
		enum dialect dialect;
		const char *open, *close;
	} forms[] = {
		{ DIALECT_SH, "${", "}" },
		{ DIALECT_SH, "$", "" },
		{ DIALECT_POWERSHELL, "${env:", "}" },
		{ DIALECT_POWERSHELL, "$env:", "" },
		{ DIALECT_CMD, "%", "%" },
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct str open = str_from(forms[i].open), close = str_from(forms[i].close);
		size_t start = at + open.len, stop = name_end(text, start);

		if (forms[i].dialect != dialect ||
		    !str_eq_nocase(str_slice(text, at, start), open) || stop == start ||
		    !str_eq(str_slice(text, stop, stop + close.len), close))
			continue;
		*end = stop + close.len;
		return str_slice(text, start, stop);
	}
	return STR("");
}

/* Does the script assign the variable? Then its value is another one. */
static bool is_assigned(struct variables *v, struct str name)
{
	bool added = false;
	size_t *is = lookup_put(&v->assigned, v->arena, name, 0, &added);

	if (added)
		*is = str_find(v->script, arena_printf(v->arena, "%.*s=", STR_ARG(name)), 0) !=
		      STR_NONE;
	return *is;
}

/* Adds the plain text of a path as the shell reads it. */
static void add_words(struct variables *v, struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len && out->len <= VARIABLES_TEXT_MAX; i++) {
		size_t end = i + 1;
		struct str name = name_at(v->dialect, text, i, &end);
		struct str value = name.len > 0 ? variable_value(v, name) : STR("");

		if (value.len == 0 || value.len > VARIABLES_TEXT_MAX || is_assigned(v, name))
			value = str_slice(text, i, end);
		buf_add(out, value);
		i = end - 1;
	}
}

/* Adds an expression of a path. */
static void add_expression(const struct variables *v, struct buf *out, struct expression *nodes,
			   struct str whole)
{
	struct reference reference;
	struct str value = STR("");
	bool own = false;

	if (value_is_reference(&reference, v->arena, nodes, whole) && reference.count == 1 &&
	    str_is_nocase(reference.context, "env"))
		value = value_of(v, reference.members[0].text, &own);
	buf_add(out, value.len > 0 && (own || !has_expression(value)) ? value : whole);
}

struct str variables_replace(struct variables *v, struct str path)
{
	struct expression nodes = { 0 };
	BUF_AUTO struct buf out = { 0 };
	struct template_part part;
	size_t at = 0;

	if (path.len > VARIABLES_TEXT_MAX)
		return path;
	if (!has_expression(path) &&
	    (v->dialect == DIALECT_NONE ||
	     (str_find_char(path, '$', 0) == STR_NONE && str_find_char(path, '%', 0) == STR_NONE)))
		return path;
	while (out.len <= VARIABLES_TEXT_MAX && template_next(path, &at, &part)) {
		struct str text = str_slice(path, part.range.start, part.range.end);

		if (part.kind == TEMPLATE_EXPRESSION)
			add_expression(v, &out, &nodes, text);
		else if (v->dialect != DIALECT_NONE && part.kind == TEMPLATE_TEXT)
			add_words(v, &out, text);
		else
			buf_add(&out, text);
	}
	return out.len > VARIABLES_TEXT_MAX ? path : buf_keep(&out, v->arena);
}
