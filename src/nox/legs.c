/* SPDX-License-Identifier: MIT */
/* From references to key parts. A key that has a comma or more than 512 characters fails the job
 * (actions/toolkit, packages/cache, checkKey), so values are looked at where they are written. Names
 * are compared without regard to case, as GitHub's contexts do. */
#include "config.h"

#include "nox/legs.h"

#include "workflow/expression_write.h"
#include "workflow/template.h"
#include "workflow/uses.h"

enum {
	VALUE_MAX = 100,
	VALUES_MAX = 256,  /* bytes of all members together: the rest of the key has as many */
	VALUE_GUESS = 16,  /* of a value that is computed elsewhere */
};

#define JOB_INDEX STR("strategy.job-index")

enum value_kind { VALUE_ABSENT, VALUE_FITS, VALUE_UNKNOWN, VALUE_UNFIT }; /* from good to bad */

struct collector {
	struct arena *arena;
	const struct tree *tree;
	const struct job *job;
	struct leg_reads *reads;
	struct expression nodes;
	struct buf path;   /* of the reference at hand */
	size_t step;	   /* the place at hand, as in struct leg_place */
	size_t order;
};

/* ------------------------------------------------------------------ values */

/* What the values of one reference are judged with, and the worst that was found. */
struct values {
	const struct tree *tree;
	struct arena *arena; /* for this reference alone */
	enum value_kind kind;
	size_t longest;
};

static void add_judgement(struct values *values, enum value_kind kind, size_t length)
{
	values->kind = kind > values->kind ? kind : values->kind;
	values->longest = length > values->longest ? length : values->longest;
}

/* Judges one value of a matrix member, or what the names lead to below it. */
static void judge_value(struct values *values, const struct node *value,
			const struct expression_node *names, size_t count)
{
	struct str text;

	value = node_resolve(value);
	for (; count > 0 && value && value->kind == NODE_MAP; count--, names++) {
		value = context_member(values->tree, values->arena, value, names->text);
		if (!value) { /* absent: the empty text */
			add_judgement(values, VALUE_FITS, 0);
			return;
		}
	}
	if (!value || value->kind != NODE_SCALAR) {
		add_judgement(values, VALUE_UNFIT, 0);
		return;
	}
	text = scalar_value(values->tree, values->arena, value);
	if (has_expression(text))
		add_judgement(values, VALUE_UNKNOWN, VALUE_GUESS);
	else if (text.len > VALUE_MAX || str_find_char(text, ',', 0) != STR_NONE ||
		 str_find_char(text, '\n', 0) != STR_NONE)
		add_judgement(values, VALUE_UNFIT, 0);
	else
		add_judgement(values, VALUE_FITS, text.len);
}

/* Judges all values that a reference such as matrix.entry.python may have. */
static void judge_matrix(struct values *values, const struct node *matrix,
			 const struct reference *reference)
{
	const struct expression_node *names = reference->members + 1;
	struct str name = reference->members[0].text;
	const struct node *own = context_member(values->tree, values->arena, matrix, name);
	const struct node *include = context_member(values->tree, values->arena, matrix, STR("include"));

	matrix = node_resolve(matrix);
	if (!matrix || matrix->kind != NODE_MAP || (own && own->kind != NODE_SEQ)) {
		add_judgement(values, VALUE_UNKNOWN, VALUE_GUESS);
		return;
	}
	for (const struct node *v = own ? own->first : NULL; v; v = v->next)
		judge_value(values, v, names, reference->count - 1);
	if (include && include->kind != NODE_SEQ)
		add_judgement(values, VALUE_UNKNOWN, VALUE_GUESS);
	for (const struct node *i = include && include->kind == NODE_SEQ ? include->first : NULL; i;
	     i = i->next) {
		const struct node *v = context_member(values->tree, values->arena, i, name);

		if (v)
			judge_value(values, v, names, reference->count - 1);
	}
}

/* Of a value that is computed elsewhere only the name tells that it is a short word. */
static bool is_short_by_name(struct str name)
{
	static const char *const words[] = { "python", "py", "version", "os", "platform", "arch",
					     "runner", "image", "target" };

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

static bool can_be_written(const struct reference *reference)
{
	for (size_t i = 0; i < reference->count; i++)
		if (!expression_can_hold(reference->members[i].text))
			return false;
	return true;
}

/* What stands for a reference in a key, and how long it may become. */
static void judge(const struct collector *c, struct leg_read *read,
		  const struct reference *reference)
{
	bool fits = reference->count > 0 && can_be_written(reference);
	bool is_short = fits && is_short_by_name(reference->members[reference->count - 1].text);
	ARENA_AUTO struct arena scratch = { 0 };
	struct values values = { c->tree, &scratch, VALUE_ABSENT, 0 };

	read->part = STR("");
	read->longest = VALUE_GUESS;
	if (read->input || !c->job->matrix) {
		/* What an input holds is known to the caller alone: only a short word is safe. */
		if (read->input ? is_short : fits)
			read->part = read->path;
		return;
	}
	if (!fits) {
		read->part = JOB_INDEX;
		return;
	}
	judge_matrix(&values, c->job->matrix, reference);
	c->arena->failed |= scratch.failed;
	read->longest = values.longest;
	if (values.kind == VALUE_FITS || (values.kind == VALUE_UNKNOWN && is_short))
		read->part = read->path;
	else if (values.kind != VALUE_ABSENT) /* which is always the empty text */
		read->part = JOB_INDEX;
}

/* ------------------------------------------------------------------ what a job reads */

static struct leg_read *find_read(struct leg_reads *reads, struct str path)
{
	for (size_t i = 0; i < reads->list.len; i++)
		if (str_eq_nocase(reads->list.at[i].path, path))
			return &reads->list.at[i];
	return NULL;
}

static void add_place(struct collector *c, struct leg_read *read)
{
	if (read->count == 2 || (read->count == 1 && read->places[0].step == c->step))
		return;
	read->places[read->count++] = (struct leg_place){ c->step, c->order++ };
}

static bool add_reference(struct collector *c, const struct reference *reference)
{
	struct leg_read read = { .input = str_is_nocase(reference->context, "inputs") };
	struct leg_read *known;

	if (!read.input && !str_is_nocase(reference->context, "matrix"))
		return true;
	buf_cut(&c->path, 0);
	expression_add_reference(&c->path, reference);
	known = find_read(c->reads, buf_str(&c->path));
	if (!known && c->reads->list.len == LEG_READS_MAX) {
		c->reads->many |= !read.input;
		return true;
	}
	if (!known) {
		read.path = buf_keep(&c->path, c->arena);
		judge(c, &read, reference);
		if (!list_add(c->arena, &c->reads->list, read))
			return false;
		known = &c->reads->list.at[c->reads->list.len - 1];
	}
	add_place(c, known);
	return !c->arena->failed;
}

/* Adds what every scalar below a node refers to. The tree's depth is bounded. */
static bool collect(struct collector *c, const struct node *node, bool condition)
{
	node = node_resolve(node);
	if (!node)
		return true;
	if (node->kind == NODE_SCALAR) {
		struct references references = { .arena = c->arena,
						 .nodes = &c->nodes,
						 .text = scalar_value(c->tree, c->arena, node),
						 .condition = condition };
		struct reference reference;

		while (references_next(&references, &reference))
			if (!add_reference(c, &reference))
				return false;
		return !c->arena->failed;
	}
	for (const struct node *child = node->first; child; child = child->next)
		if (!collect(c, child, false))
			return false;
	return true;
}

/* Which commit is checked out changes nothing that the hash of the files does not tell, and what
 * another cache is keyed by nothing at all. */
static bool is_neutral(const struct collector *c, const struct step *step)
{
	struct uses uses = uses_read(scalar_value(c->tree, c->arena, step->uses));

	return uses_is(&uses, "actions/checkout") || uses_is(&uses, "actions/cache");
}

static bool collect_step(struct collector *c, const struct step *step)
{
	return is_neutral(c, step) ||
	       (collect(c, step->condition, true) && collect(c, step->env, false) &&
		collect(c, step->with, false) && collect(c, step->run, false) &&
		collect(c, step->shell, false) && collect(c, step->working_directory, false));
}

bool leg_reads_find(struct leg_reads *reads, struct arena *arena, const struct workflow *workflow,
		    const struct job *job)
{
	struct collector c = { .arena = arena,
			       .tree = workflow->tree,
			       .job = job,
			       .reads = reads,
			       .step = STR_NONE };
	bool ok = collect(&c, job->runs_on, false) && collect(&c, job->container, false) &&
		  collect(&c, job->env, false) && collect(&c, job->working_directory, false);

	for (size_t i = 0; ok && i < job->steps.len; i++) {
		c.step = i;
		ok = collect_step(&c, &job->steps.at[i]);
	}
	buf_release(&c.path);
	return ok;
}

/* ------------------------------------------------------------------ what counts for a key */

/* The first place of what is read that counts, or NULL. */
static const struct leg_place *counts(const struct leg_read *read, const struct job *job,
				      const struct python *python, size_t last)
{
	for (size_t i = 0; i < read->count; i++) {
		size_t position = read->places[i].step;
		const struct step *step = position == STR_NONE ? NULL : &job->steps.at[position];

		if (!step || (step->index <= last && !(step == python->setup && python->exact)))
			return &read->places[i];
	}
	return NULL;
}

/* The reads that count, by the places at which they do. Returns their number. */
static size_t sort_reads(const struct leg_read *sorted[LEG_READS_MAX], const struct job *job,
			 const struct leg_reads *reads, const struct python *python, size_t last)
{
	size_t orders[LEG_READS_MAX];
	size_t count = 0;

	for (size_t i = 0; i < reads->list.len; i++) {
		const struct leg_read *read = &reads->list.at[i];
		const struct leg_place *place = counts(read, job, python, last);
		size_t k = count;

		if (!place || read->part.len == 0)
			continue;
		for (; k > 0 && orders[k - 1] > place->order; k--) {
			orders[k] = orders[k - 1];
			sorted[k] = sorted[k - 1];
		}
		orders[k] = place->order;
		sorted[k] = read;
		count++;
	}
	return count;
}

/* Adds a part that python's text does not say already, once. */
static bool add_part(struct legs *legs, struct arena *arena, struct leg leg,
		     const struct reference_paths *said)
{
	if (reference_paths_hold(said, leg.path))
		return true;
	for (size_t i = 0; i < legs->parts.len; i++)
		if (str_eq_nocase(legs->parts.at[i].path, leg.path))
			return true;
	return list_add(arena, &legs->parts, leg);
}

bool legs_of(struct legs *legs, struct arena *arena, const struct job *job,
	     const struct leg_reads *reads, const struct python *python, size_t last)
{
	ARENA_AUTO struct arena scratch = { 0 };
	struct reference_paths said = { 0 };
	const struct leg_read *sorted[LEG_READS_MAX];
	size_t count = sort_reads(sorted, job, reads, python, last);
	size_t length = 0;
	bool many;

	if (!reference_paths_find(&said, &scratch, python->text))
		return false;
	for (size_t i = 0; i < count; i++)
		length += sorted[i]->input ? 0 : sorted[i]->longest + 1;
	many = reads->many || length > VALUES_MAX;
	if (reads->many && !add_part(legs, arena, (struct leg){ JOB_INDEX, false }, &said))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct leg leg = { sorted[i]->part, sorted[i]->input };

		if (many && !leg.input)
			leg.path = JOB_INDEX;
		if (!add_part(legs, arena, leg, &said))
			return false;
	}
	return !arena->failed;
}
