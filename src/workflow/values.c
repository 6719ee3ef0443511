/* SPDX-License-Identifier: MIT */
/* Walks a matrix. Names are compared without case, as in GitHub's contexts. */
#include "config.h"

#include "workflow/values.h"

#include "base/ascii.h"
#include "workflow/template.h"

enum {
	VALUE_MAX = 100,  /* bytes that a value may have in a key */
	VALUE_GUESS = 16, /* bytes of a value that is computed elsewhere */
};

struct walk {
	struct values *values;
	struct arena *arena;
	const struct tree *tree;
};

static void add_judgement(struct values *values, enum values_kind kind, size_t length)
{
	values->kind = kind > values->kind ? kind : values->kind;
	values->longest = length > values->longest ? length : values->longest;
	if (kind != VALUES_FIT || length == 0)
		values->distinct = false;
}

static size_t digits(struct str text, size_t at)
{
	while (at < text.len && ascii_is_digit(text.p[at]))
		at++;
	return at;
}

/* Reads a text such as "3.12", "3.12.1", "3.13t" or "3.14-dev". */
static struct value_version read_version(struct str text)
{
	struct value_version version = { .text = text };
	size_t dot = digits(text, 0), end = digits(text, dot + 1), patch = end;

	if (dot == 0 || dot >= text.len || text.p[dot] != '.' || end == dot + 1)
		return version;
	if (patch < text.len && text.p[patch] == '.')
		patch = digits(text, patch + 1);
	if (patch == end + 1)
		return version;
	version.threaded = patch < text.len && text.p[patch] == 't';
	text = str_slice(text, patch + version.threaded, text.len);
	if (text.len == 0 || str_is(text, "-dev"))
		version.minor = end;
	return version;
}

static bool is_same_minor(const struct value_version *a, const struct value_version *b)
{
	return a->threaded == b->threaded &&
	       str_eq(str_slice(a->text, 0, a->minor), str_slice(b->text, 0, b->minor));
}

static void add_version(const struct walk *w, struct str text)
{
	struct values *values = w->values;
	struct value_version version = read_version(text);

	if (str_is_nocase(str_slice(text, 0, 4), "pypy") ||
	    str_is_nocase(str_slice(text, 0, 7), "graalpy"))
		values->foreign = true;
	if (version.minor == 0)
		values->distinct = false;
	for (size_t i = 0; i < values->versions_len && values->distinct; i++) {
		if (str_eq(values->versions[i].text, text))
			return;
		if (is_same_minor(&values->versions[i], &version))
			values->distinct = false;
	}
	if (values->versions_len == VALUES_MINORS_MAX)
		values->distinct = false;
	if (values->distinct)
		values->versions[values->versions_len++] = version;
}

static bool is_list(struct str text)
{
	text = str_trim(text);
	for (size_t i = 0; i < text.len; i++)
		if (str_find_char(STR(" ,\t\n"), text.p[i], 0) != STR_NONE)
			return true;
	return false;
}

static void add_text(const struct walk *w, struct str text)
{
	struct values *values = w->values;

	values->several |= is_list(text);
	values->pinned = values->pinned && str_contains(text, "@sha256:");
	if (has_expression(text))
		add_judgement(values, VALUES_UNKNOWN, VALUE_GUESS);
	else if (text.len > VALUE_MAX || str_find_char(text, ',', 0) != STR_NONE ||
		 str_find_char(text, '\n', 0) != STR_NONE)
		add_judgement(values, VALUES_UNFIT, 0);
	else
		add_judgement(values, VALUES_FIT, text.len);
	add_version(w, text);
}

/* Adds one value of a matrix member, or the value that the names select below it. */
static void add_value(const struct walk *w, const struct node *value,
		      const struct expression_node *names, size_t count)
{
	value = node_resolve(value);
	for (; count > 0 && value && value->kind == NODE_MAP; count--, names++) {
		value = context_member(w->tree, value, names->text);
		if (!value) { /* absent: the empty text */
			add_judgement(w->values, VALUES_FIT, 0);
			return;
		}
	}
	if (value && value->kind == NODE_SCALAR)
		add_text(w, scalar_value(w->tree, value));
	else
		add_judgement(w->values, VALUES_UNFIT, 0);
}

void values_of_matrix(struct values *values, struct arena *arena, const struct tree *tree,
		      const struct node *matrix, const struct reference *reference)
{
	struct walk w = { values, arena, tree };
	const struct expression_node *names = reference->members + 1;
	struct str name = reference->members[0].text;
	const struct node *own = context_member(tree, matrix, name);
	const struct node *include = context_member(tree, matrix, STR("include"));

	*values = (struct values){ .kind = VALUES_ABSENT, .distinct = true, .pinned = true };
	matrix = node_resolve(matrix);
	if (!matrix || matrix->kind != NODE_MAP || (own && own->kind != NODE_SEQ)) {
		add_judgement(values, VALUES_UNKNOWN, VALUE_GUESS);
		return;
	}
	for (const struct node *v = own ? node_first(own) : NULL; v; v = node_next(v))
		add_value(&w, v, names, reference->count - 1);
	if (include && include->kind != NODE_SEQ)
		add_judgement(values, VALUES_UNKNOWN, VALUE_GUESS);
	for (const struct node *i = include && include->kind == NODE_SEQ ? node_first(include)
									 : NULL;
	     i; i = node_next(i)) {
		const struct node *v = context_member(tree, i, name);

		if (v)
			add_value(&w, v, names, reference->count - 1);
		else if (!own) /* a leg without a value */
			values->distinct = false;
	}
}

bool value_is_short_by_name(struct str name)
{
	static const char *const words[] = { "python", "py",	 "version", "os",    "platform",
					     "arch",   "runner", "runs-on", "image", "target" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t length = str_from(words[i]).len;

		if (name.len < length)
			continue;
		if (str_is_nocase(str_slice(name, name.len - length, name.len), words[i]))
			return true;
		/* "versions" is a list */
		if (str_is_nocase(str_slice(name, 0, length), words[i]))
			return name.len < 8 ||
			       !str_is_nocase(str_slice(name, name.len - 8, name.len), "versions");
	}
	return false;
}

bool value_is_reference(struct reference *reference, struct arena *arena, struct expression *nodes,
			struct str text)
{
	struct template_part part;
	size_t at = 0, node = 0;

	text = str_trim(text);
	return template_next(text, &at, &part) && at == text.len &&
	       part.kind == TEMPLATE_EXPRESSION &&
	       expression_read(nodes, arena, part.text) == STATUS_OK &&
	       reference_next(nodes, &node, reference) && reference->count > 0 &&
	       reference->count + 1 == nodes->nodes.len;
}
