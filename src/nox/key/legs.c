/* SPDX-License-Identifier: MIT */
/* Turns references into key parts. A key with a comma or more than 512 characters fails the job
 * (actions/toolkit, packages/cache, checkKey), so the values in the matrix are checked. */
#include "config.h"

#include "nox/key/legs.h"

#include "nox/caches/caches.h"
#include "nox/key/age.h"
#include "nox/python/probe.h"
#include "workflow/expression_write.h"
#include "workflow/template.h"
#include "workflow/values.h"

enum {
	VALUES_MAX = 256, /* bytes of all members together; the rest of the key has as many */
	VALUE_GUESS = 16, /* for a value that is computed elsewhere */
};

#define JOB_INDEX STR("strategy.job-index")

/* Where the current references are read. */
enum reading {
	READING_ANY,	   /* decides something about the job */
	READING_RUNNER,	   /* the runner */
	READING_CONDITION, /* whether a step runs */
	READING_SCRIPT,	   /* a part of a script */
	READING_VERSION,   /* the version input of a set-up step */
	READING_SETUP,	   /* its other inputs, except the architecture */
};

enum {
	POSARG_REACH = 2000,		 /* bytes of a command that are searched */
	SEARCHED_MAX = 16 * 1024 * 1024, /* bytes of scripts that are searched, per job */
};

struct collector {
	struct arena *arena;
	const struct workflow *workflow;
	const struct tree *tree;
	const struct job *job;
	struct leg_reads *reads;
	struct expression nodes;
	struct buf path; /* of the current reference */
	size_t step;	 /* the current place, as in struct leg_place */
	size_t order;
	const bool *runs;    /* by position in job->steps: the step runs Nox, */
	struct str *scripts; /* with this script; empty for other steps */
	bool reaches;	     /* the current values may decide what Nox does */
	bool lines;	     /* they may have several lines, as they are not part of a command */
	size_t searched;     /* bytes of scripts searched so far; beyond SEARCHED_MAX everything
			   * counts */
};

/* ------------------------------------------------------------------ values */

static bool is_writable(const struct reference *reference)
{
	for (size_t i = 0; i < reference->count; i++)
		if (!expression_can_contain(reference->members[i].text))
			return false;
	return true;
}

/* An input of that name whose type has only short values (docs.github.com, "Workflow syntax",
 * on.workflow_call.inputs.<input_id>.type). */
static bool has_short_type(const struct collector *c, struct str name)
{
	const struct node *input = context_member(c->tree, c->workflow->inputs, name);
	struct str type = scalar_value(c->tree, map_get(input, "type", NULL));

	return str_is(type, "boolean") || str_is(type, "number");
}

/* Only the callers know the value of an input. The key has "several" instead of a value that is not
 * allowed in it, or that would split a line of restore-keys. toJSON() writes a line break as \n. */
static struct str safe_input(const struct collector *c, struct str path)
{
	if (c->lines)
		return arena_printf(c->arena,
				    "(contains(%.*s, ',') || contains(toJSON(%.*s), '\\n')) && "
				    "'several' || %.*s",
				    STR_ARG(path), STR_ARG(path), STR_ARG(path));
	return arena_printf(c->arena, "contains(%.*s, ',') && 'several' || %.*s", STR_ARG(path),
			    STR_ARG(path));
}

/* Sets the text of a reference in a key, and its possible length. */
static void set_part(const struct collector *c, struct leg_read *read,
		     const struct reference *reference)
{
	bool fits = reference->count > 0 && is_writable(reference);
	struct str name = fits ? reference->members[reference->count - 1].text : STR("");
	bool is_short = value_is_short_by_name(name);
	ARENA_AUTO struct arena scratch = { 0 };
	struct values values;

	read->part = STR("");
	read->longest = VALUE_GUESS;
	if (read->input) {
		read->is_short = is_short;
		if (fits)
			read->part = is_short || has_short_type(c, name)
					     ? read->path
					     : safe_input(c, read->path);
		return;
	}
	if (!job_field(c->job, JOB_MATRIX)) {
		read->part = fits ? read->path : STR("");
		return;
	}
	if (!fits) {
		read->part = JOB_INDEX;
		return;
	}
	values_of_matrix(&values, &scratch, c->tree, job_field(c->job, JOB_MATRIX), reference);
	read->longest = values.longest;
	read->distinct = values.distinct && values.kind == VALUES_FIT;
	read->foreign = values.foreign;
	if (values.kind == VALUES_FIT || (values.kind == VALUES_UNKNOWN && is_short))
		read->part = read->path;
	else if (values.kind != VALUES_ABSENT) /* an absent value is always the empty text */
		read->part = JOB_INDEX;
}

/* ------------------------------------------------------------------ references of a job */

static struct leg_read *find_read(struct leg_reads *reads, struct str path)
{
	for (size_t i = 0; i < reads->list.len; i++)
		if (str_eq_nocase(reads->list.at[i].path, path))
			return &reads->list.at[i];
	return NULL;
}

/* Records the current place. Of an input that may be any text, only places that affect Nox
 * count. */
static void add_place(struct collector *c, struct leg_read *read, enum reading reading, bool whole)
{
	struct leg_place place = { c->step, c->order++, whole };
	size_t step = c->step == STR_NONE ? 0 : c->step;

	if (reading == READING_RUNNER)
		read->runner = true;
	else if (reading != READING_CONDITION && step < read->beyond)
		read->beyond = step;

	if (reading == READING_SETUP)
		return;
	if (reading == READING_VERSION && read->setups_len < LEG_SETUPS_MAX) {
		if (read->setups_len == 0 || read->setups[read->setups_len - 1].step != c->step)
			read->setups[read->setups_len++] = place;
		return;
	}
	if (read->input && !read->is_short && (!c->reaches || reading == READING_CONDITION))
		return;
	if (!read->has_range)
		read->place = place;
	read->has_range = true;
}

static void add_reference(struct collector *c, const struct reference *reference,
			  enum reading reading, bool whole)
{
	struct leg_read read = { .input = str_is_nocase(reference->context, "inputs"),
				 .beyond = STR_NONE };
	struct leg_read *known;

	if (!read.input && !str_is_nocase(reference->context, "matrix"))
		return;
	buf_cut(&c->path, 0);
	expression_add_reference(&c->path, reference);
	known = find_read(c->reads, buf_str(&c->path));
	if (!known && c->reads->list.len == LEG_READS_MAX) {
		c->reads->many |= !read.input;
		return;
	}
	if (!known) {
		read.path = buf_keep(&c->path, c->arena);
		set_part(c, &read, reference);
		list_add(c->arena, &c->reads->list, read);
		known = &c->reads->list.at[c->reads->list.len - 1];
	}
	add_place(c, known, reading, whole);
}

/* Does the text up to the offset end after the "--" of a Nox command? Words after that are passed
 * to the sessions. */
static bool is_posarg(struct collector *c, struct str text, size_t at)
{
	size_t i;

	c->searched += POSARG_REACH;
	if (c->searched > SEARCHED_MAX)
		return false;
	text = str_slice(text, at > POSARG_REACH ? at - POSARG_REACH : 0, at);
	for (i = text.len; i > 0; i--)
		if (str_starts(str_slice(text, i - 1, text.len), "nox"))
			break;
	return i > 0 && str_find(text, STR(" -- "), i) != STR_NONE;
}

/* Adds the references in all scalars below a node. The tree's depth is bounded. */
static void collect(struct collector *c, const struct node *node, enum reading reading)
{
	node = node_resolve(node);
	if (!node)
		return;
	if (node->kind == NODE_SCALAR) {
		struct str text = scalar_value(c->tree, node);
		struct references references = { .arena = c->arena,
						 .nodes = &c->nodes,
						 .text = text,
						 .condition = reading == READING_CONDITION };
		struct reference reference;
		bool whole = value_is_reference(&reference, c->arena, &c->nodes, text);
		bool reaches = c->reaches;

		while (references_next(&references, &reference)) {
			if (reading == READING_SCRIPT && str_is_nocase(reference.context, "inputs"))
				c->reaches = reaches && !is_posarg(c, text, references.at);
			add_reference(c, &reference, reading, whole);
		}
		c->reaches = reaches;
		return;
	}
	for (const struct node *child = node_first(node); child; child = node_next(child))
		collect(c, child, reading);
}

/* Does a script name a variable where it may affect Nox? */
static bool names_variable(struct collector *c, struct str script, struct str name)
{
	size_t at = 0;

	c->searched += script.len;
	if (c->searched > SEARCHED_MAX)
		return true;
	while ((at = str_find(script, name, at)) != STR_NONE && is_posarg(c, script, at))
		at += name.len;
	return at != STR_NONE;
}

/* Does Nox itself, or the script of a step that runs Nox, read a variable? step is NULL for any
 * step. */
static bool is_read(struct collector *c, struct str name, const struct step *step)
{
	if (str_is_nocase(str_slice(name, 0, 3), "NOX") || str_is(name, "UV_PYTHON"))
		return true;
	for (size_t i = 0; name.len > 0 && i < c->job->steps.len; i++)
		if ((!step || step == &c->job->steps.at[i]) && c->scripts[i].len > 0 &&
		    names_variable(c, c->scripts[i], name))
			return true;
	return false;
}

static void collect_env(struct collector *c, const struct node *env, const struct step *step)
{
	bool reaches = c->reaches;

	env = node_resolve(env);
	if (!env || env->kind != NODE_MAP) {
		collect(c, env, READING_ANY);
		return;
	}
	c->lines = true;
	for (const struct node *key = node_first(env); key && node_next(key);
	     key = node_next(node_next(key))) {
		struct str value = scalar_value(c->tree, node_next(key));

		c->reaches = reaches && str_contains(value, "nputs") &&
			     is_read(c, scalar_value(c->tree, key), step);
		collect(c, key, READING_ANY);
		collect(c, node_next(key), READING_ANY);
	}
	c->reaches = reaches;
	c->lines = false;
}

/* The inputs of a step that sets Python up. */
static void collect_setup(struct collector *c, const struct node *with, const char *version)
{
	with = node_resolve(with);
	for (const struct node *key = with && with->kind == NODE_MAP ? node_first(with) : NULL;
	     key && node_next(key); key = node_next(node_next(key))) {
		struct str name = scalar_value(c->tree, key);
		bool text = node_resolve(node_next(key))->kind == NODE_SCALAR;

		collect(c, node_next(key),
			!text || str_is(name, "architecture") ? READING_ANY
			: str_is(name, version)		      ? READING_VERSION
							      : READING_SETUP);
	}
}

/* The commit that is checked out changes nothing that the hash of the files does not show, and the
 * key of another cache changes nothing at all. */
static bool is_neutral(const struct uses *uses)
{
	return uses_is(uses, "actions/checkout") || uses_is(uses, "actions/cache");
}

/* Is it a step of this program? A later run must find what the first one did, which had none. */
static bool is_ours(const struct collector *c, const struct step *step)
{
	return step_field(step, STEP_USES)
		       ? cache_step_is_ours(c->tree, step)
		       : question_is_step(c->tree, step) || age_is_step(c->tree, step);
}

static void collect_step(struct collector *c, const struct step *step)
{
	const char *version =
		step_field(step, STEP_USES) ? setup_version_input(step->action) : NULL;

	if ((step_field(step, STEP_USES) && is_neutral(step->action)) || is_ours(c, step))
		return;
	collect(c, step_field(step, STEP_IF), READING_CONDITION);
	collect_env(c, step_field(step, STEP_ENV), step);
	c->lines = true;
	if (version)
		collect_setup(c, step_field(step, STEP_WITH), version);
	else
		collect(c, step_field(step, STEP_WITH), READING_ANY);
	c->lines = false;
	collect(c, step_field(step, STEP_RUN), READING_SCRIPT);
	collect(c, step_field(step, STEP_SHELL), READING_ANY);
	collect(c, step_field(step, STEP_WORKING_DIRECTORY), READING_ANY);
}

void leg_reads_find(struct leg_reads *reads, struct arena *arena, const struct workflow *workflow,
		    const struct job *job, const bool *runs)
{
	struct collector c = { .arena = arena,
			       .workflow = workflow,
			       .tree = workflow->tree,
			       .job = job,
			       .reads = reads,
			       .runs = runs,
			       .scripts =
				       arena_alloc(arena, job->steps.len + 1, sizeof(*c.scripts)),
			       .reaches = true,
			       .step = STR_NONE };

	for (size_t i = 0; i < job->steps.len; i++)
		if (runs[i])
			c.scripts[i] =
				scalar_value(c.tree, step_field(&job->steps.at[i], STEP_RUN));
	collect(&c, job_field(job, JOB_RUNS_ON), READING_RUNNER);
	collect(&c, job_field(job, JOB_CONTAINER), READING_ANY);
	collect_env(&c, job_field(job, JOB_ENV), NULL);
	collect(&c, job_field(job, JOB_WORKING_DIRECTORY), READING_ANY);
	for (size_t i = 0; i < job->steps.len; i++) {
		c.step = i;
		c.reaches = runs[i];
		collect_step(&c, &job->steps.at[i]);
	}
	buf_release(&c.path);
}

/* ------------------------------------------------------------------ parts of a key */

static bool is_up_to(const struct leg_place *place, const struct job *job, size_t last)
{
	return place->step == STR_NONE || job->steps.at[place->step].index <= last;
}

/* Does the exact version in the key distinguish the values? */
static bool in_key(const struct leg_read *read, const struct job *job, const struct python *python,
		   size_t last)
{
	for (size_t i = 0; read->distinct && i < read->setups_len; i++)
		if (read->setups[i].whole && is_up_to(&read->setups[i], job, last) &&
		    python_has_setup(python, &job->steps.at[read->setups[i].step]))
			return true;
	return false;
}

/* The first place for which a read counts, or NULL. */
static const struct leg_place *place_in_key(const struct leg_read *read, const struct job *job,
					    const struct python *python, size_t last)
{
	const struct leg_place *first = NULL;

	if (in_key(read, job, python, last))
		return NULL;
	if (read->has_range && is_up_to(&read->place, job, last))
		first = &read->place;
	for (size_t i = 0; i < read->setups_len; i++) {
		const struct leg_place *place = &read->setups[i];

		if (is_up_to(place, job, last) && (!first || place->order < first->order) &&
		    (read->foreign || !python_has_setup(python, &job->steps.at[place->step])))
			first = place;
	}
	return first;
}

/* Sorts the reads that count by their places. Returns their number. */
static size_t sort_reads(const struct leg_read *sorted[LEG_READS_MAX], const struct job *job,
			 const struct leg_reads *reads, const struct python *python, size_t last)
{
	size_t orders[LEG_READS_MAX];
	size_t count = 0;

	for (size_t i = 0; i < reads->list.len; i++) {
		const struct leg_read *read = &reads->list.at[i];
		const struct leg_place *place = place_in_key(read, job, python, last);
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

/* Adds a part once, unless python's text already contains it. */
static void add_part(struct legs *legs, struct arena *arena, struct leg leg,
		     const struct reference_paths *contained)
{
	if (reference_paths_contain(contained, leg.path))
		return;
	for (size_t i = 0; i < legs->parts.len; i++)
		if (str_eq_nocase(legs->parts.at[i].path, leg.path))
			return;
	list_add(arena, &legs->parts, leg);
}

void legs_find(struct legs *legs, struct arena *arena, const struct job *job,
	       const struct leg_reads *reads, const struct python *python, size_t last)
{
	ARENA_AUTO struct arena scratch = { 0 };
	struct reference_paths contained = { 0 };
	const struct leg_read *sorted[LEG_READS_MAX];
	size_t count = sort_reads(sorted, job, reads, python, last);
	const struct leg job_index = { JOB_INDEX, JOB_INDEX, false };
	size_t length = 0;
	bool many;

	reference_paths_find(&contained, &scratch, python->text);
	for (size_t i = 0; i < count; i++)
		length += sorted[i]->input ? 0 : sorted[i]->longest + 1;
	many = reads->many || length > VALUES_MAX;
	if (reads->many)
		add_part(legs, arena, job_index, &contained);
	for (size_t i = 0; i < count; i++) {
		const struct leg_read *read = sorted[i];
		bool separate = read->input || (!many && !str_eq(read->part, JOB_INDEX));
		struct leg leg = { read->path, read->part, read->input };

		add_part(legs, arena, separate ? leg : job_index, &contained);
	}
}

void legs_members(struct leg_members *members, struct arena *arena, const struct job *job,
		  const struct leg_reads *reads, size_t last)
{
	static const struct python none = { .changed = STR_NONE };
	const struct leg_read *sorted[LEG_READS_MAX];
	size_t count = sort_reads(sorted, job, reads, &none, last);

	for (size_t i = 0; i < count; i++) {
		const struct leg_read *read = sorted[i];
		bool beyond = read->beyond != STR_NONE && job->steps.at[read->beyond].index <= last;

		list_add(arena, &members->list,
			 (struct leg_member){ read->path, read->input, read->runner && !beyond });
	}
}
