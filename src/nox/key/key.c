/* SPDX-License-Identifier: MIT */
/* The order of a key: parts that change least come first, the hash last. So the key without its
 * hash is the one prefix from which an older cache may be restored. */
#include "config.h"

#include "nox/key/key.h"

#include "base/buf.h"

struct writer {
	struct buf text;
	struct buf names;
};

static void add(struct writer *w, struct str part, const char *name)
{
	if (part.len == 0)
		return;
	buf_add(&w->text, part);
	buf_add_char(&w->text, '-');
	if (!name)
		return;
	if (w->names.len > 0)
		buf_add_c(&w->names, ", ");
	buf_add_c(&w->names, name);
}

static void add_legs(struct writer *w, const struct legs *legs)
{
	const char *last = NULL;

	for (size_t i = 0; i < legs->parts.len; i++) {
		const struct leg *leg = &legs->parts.at[i];
		const char *name = leg->input ? "inputs" : "matrix leg";

		buf_add_c(&w->text, "${{ ");
		buf_add(&w->text, leg->part);
		add(w, STR(" }}"), name == last ? NULL : name);
		last = name;
	}
}

/* The comment's words for the part that names the Python. */
static const char *python_name(const struct python *python)
{
	if (python->moves)
		return KEY_NAMES_TAG;
	if (python->image && !question_is_empty(&python->question))
		return "container image, Python version";
	return python->image ? "container image" : "Python version";
}

void key_make(struct key *key, struct arena *arena, const struct key_parts *parts)
{
	struct writer w = { 0 };

	add(&w, STR("${{ runner.os }}"), "OS");
	add(&w, STR("${{ runner.arch }}"), "architecture");
	add(&w, STR("nox"), NULL);
	add(&w, parts->version, NULL);
	add(&w, parts->workflow, "workflow");
	add(&w, STR("${{ github.job }}"), "job");
	add(&w, parts->place, "folder");
	add_legs(&w, parts->legs);
	add(&w, parts->python->text, python_name(parts->python));
	if (parts->workspace)
		add(&w, STR("${{ github.workspace }}"), KEY_NAMES_WORKSPACE);
	add(&w, parts->age, "date");
	key->restore = buf_keep(&w.text, arena);
	buf_add_c(&w.text, "${{ hashFiles(");
	buf_add(&w.text, parts->patterns);
	buf_add_c(&w.text, ") }}");
	key->text = buf_keep(&w.text, arena);
	key->names = buf_keep(&w.names, arena);
	buf_release(&w.text);
	buf_release(&w.names);
}
