/* SPDX-License-Identifier: MIT */
/* Composes a cache step. The comment is built from the parts of the key, so that it is true for its
 * job. */
#include "config.h"

#include "nox/step/compose.h"

#include "base/path.h"
#include "nox/key/age.h"
#include "nox/key/hashed.h"
#include "nox/key/key.h"
#include "nox/python/python.h"
#include "workflow/expression_write.h"
#include "workflow/hosted.h"
#include "workflow/template.h"
#include "workflow/template_write.h"

enum { KEY_WORD_MAX = 100 }; /* bytes */

static struct str join_paths(struct arena *arena, const struct folders *folders)
{
	BUF_AUTO struct buf out = { 0 };

	for (size_t i = 0; i < folders->list.len; i++) {
		if (i > 0)
			buf_add_char(&out, '\n');
		buf_add(&out, folders->list.at[i].path);
	}
	return buf_keep(&out, arena);
}

/* The name of a workflow file without folders and extension. */
static struct str file_stem(struct str path)
{
	struct str name = path_name(path);
	size_t dot = str_rfind_char(name, '.');

	return str_slice(name, 0, dot);
}

/* A name as a word of the key. If it contains a character that a key must not have (a comma, an
 * unprintable one) or is too long, it is cut there and a hash of the name is appended. Slashes
 * become dashes. */
static struct str key_word(struct arena *arena, struct str name)
{
	BUF_AUTO struct buf word = { 0 };
	BUF_AUTO struct buf out = { 0 };
	bool whole = true;
	unsigned long code = 0;
	size_t length;

	for (size_t i = 0; i < name.len && whole; i += length) {
		length = str_character(name, i, &code);
		whole = length > 0 && code_is_printable(code) && code != ',' &&
			i + length <= KEY_WORD_MAX;
		if (whole && code == '/')
			buf_add_char(&word, '-');
		else if (whole)
			buf_add(&word, str_slice(name, i, i + length));
	}
	if (!whole)
		buf_printf(&word, "-%016llx", str_hash(name));
	template_add_text(&out, buf_str(&word));
	return buf_keep(&out, arena);
}

struct str compose_file_word(struct arena *arena, const struct workflow *workflow)
{
	return key_word(arena, file_stem(workflow->tree->source->path));
}

/* The name of the file if another workflow has a Nox job with the same id, else empty. */
static struct str workflow_part(struct arena *arena, const struct workflow *workflow,
				const struct plan_context *context, const struct job *job)
{
	const size_t *files = lookup_get(&context->known_jobs, job->id);

	return files && *files > 1 ? compose_file_word(arena, workflow) : STR("");
}

/* The folder of environments that are not at the root of the workspace, so that two cache steps of
 * one job have different keys. A folder that is an expression is left out: its value may not be
 * allowed in a key. */
static struct str place_part(struct arena *arena, const struct cache_group *group)
{
	struct str path = group->envdirs.list.at[0].path;

	if (has_expression(path) || str_is(path, ".nox"))
		return STR("");
	if (str_ends(path, "/.nox"))
		path = str_slice(path, 0, path.len - 5);
	return key_word(arena, path);
}

/* Gives an id to the set-up steps that need one. Returns the key part for their outputs. */
static struct str name_outputs(const struct python *python, struct arena *arena,
			       struct naming *naming)
{
	struct str *ids = arena_alloc(arena, python->outputs.len + 1, sizeof(*ids));

	for (size_t i = 0; i < python->outputs.len; i++)
		ids[i] = naming_of(naming, python->outputs.at[i]->step, python->outputs.at[i]->id);
	return python_outputs(arena, ids, python->outputs.len);
}

/* The shell of a new step before the cache step. It is chosen so that the new step runs like the
 * step that follows. */
struct probe_shell {
	bool powershell;
	struct str name; /* for the shell: of the step, or empty */
};

static struct probe_shell probe_shell(struct arena *arena, const struct workflow *workflow,
				      const struct cache_group *group)
{
	struct str own = scalar_value(workflow->tree, step_field(group->first, STEP_SHELL));
	struct str shell = own.len > 0 ? own : job_shell(workflow, group->job);
	struct str runner = job_runner(arena, workflow, group->job);
	enum dialect dialect = dialect_of(shell, runner);
	bool powershell = dialect == DIALECT_POWERSHELL;

	if (dialect == DIALECT_CMD)
		return (struct probe_shell){ true, STR("pwsh") };
	if (own.len > 0 && template_is_usable(arena, own))
		return (struct probe_shell){ powershell, own };
	/* A step of a composite action needs a shell. And the runner may be Windows. */
	if (shell.len == 0 && !powershell &&
	    (workflow->kind == WORKFLOW_ACTION || has_expression(runner)))
		return (struct probe_shell){ false, STR("bash") };
	return (struct probe_shell){ powershell, STR("") };
}

/* The key part for what only the interpreters know: printed by an earlier step, or by a new one
 * before the cache step. */
static struct str add_probe(const struct python *python, struct arena *arena,
			    struct cache_step *step, const struct workflow *workflow,
			    const struct cache_group *group, struct naming *naming)
{
	const struct question *question = &python->question;
	const struct probe_name *before = &naming->probe;
	struct probe_step probe = { .variable = str_from(question->variable),
				    .value = question->value };
	struct probe_shell shell = probe_shell(arena, workflow, group);

	if (python->answer.len > 0)
		return question_key(arena, question, python->answer);
	probe.shell = shell.name;
	probe.run = question_script(arena, question, shell.powershell);
	if (before->id.len > 0 && str_eq(before->run, probe.run) &&
	    str_eq(before->value, probe.value) &&
	    (python->changed == STR_NONE || python->changed < before->before))
		return question_key(arena, question, before->id);
	probe.id = naming_free(naming, PROBE_ID);
	naming->probe =
		(struct probe_name){ probe.id, probe.run, probe.value, group->first->index };
	step->probe = probe;
	return question_key(arena, question, probe.id);
}

/* The key part for all Pythons. */
static struct str python_part(const struct python *python, struct arena *arena,
			      struct cache_step *step, const struct workflow *workflow,
			      const struct cache_group *group, struct naming *naming)
{
	struct str parts[] = { name_outputs(python, arena, naming), python->text, STR("") };
	BUF_AUTO struct buf out = { 0 };

	if (!question_is_empty(&python->question))
		parts[2] = add_probe(python, arena, step, workflow, group, naming);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (out.len > 0 && parts[i].len > 0)
			buf_add_char(&out, '-');
		buf_add(&out, parts[i]);
	}
	return buf_keep(&out, arena);
}

/* The day, week or month as a part of the key, printed by an existing or a new step of the job. */
static struct str age_part(struct arena *arena, struct cache_step *step,
			   const struct workflow *workflow, const struct plan_context *context,
			   const struct cache_group *group, struct naming *naming)
{
	enum max_age age = context->settings->max_age;
	struct probe_shell shell = probe_shell(arena, workflow, group);

	if (age == AGE_ANY)
		return STR("");
	if (naming->age.len == 0)
		naming->age = age_find(workflow, group->job, group->first->index, age);
	if (naming->age.len == 0) {
		step->age.id = naming->age = naming_free(naming, AGE_STEP_ID);
		step->age.shell = shell.name;
		step->age.run = str_from(age_command(age, shell.powershell));
	}
	return arena_printf(arena, "${{ steps.%.*s.outputs.date }}", STR_ARG(naming->age));
}

/* Does the path of the environments change with the path of the workspace? */
static bool moves(struct arena *arena, const struct workflow *workflow,
		  const struct plan_context *context, const struct cache_group *group)
{
	struct str path = group->envdirs.list.at[0].path;
	bool absolute = path.len > 0 && (path.p[0] == '/' || path.p[0] == '~');

	return !absolute && !workspace_is_fixed(arena, workflow, group->job, context->platform);
}

/* The prefixes for restoring an older cache, as far as the settings allow it. */
static struct str restore_keys(struct arena *arena, enum fallback fallback, struct str prefix)
{
	BUF_AUTO struct buf out = { 0 };

	switch (fallback) {
	case FALLBACK_NEVER:
		return STR("");
	case FALLBACK_ALWAYS:
		return prefix;
	case FALLBACK_PULL_REQUEST:
		break;
	}
	buf_add_c(&out, "${{ github.event_name == 'pull_request' && ");
	expression_add_template(&out, prefix);
	buf_add_c(&out, " || '' }}");
	return buf_keep(&out, arena);
}

/* Nothing in the job shows the Python of a container that a script starts, so it is asked in the
 * container. */
static void find_python(struct python *python, struct arena *arena, const struct workflow *workflow,
			const struct cache_group *group)
{
	size_t before = group->first->index;

	if (group->container) {
		python_find_inside(python, arena, workflow, group->job, group->container->image,
				   before, group->interpreter);
		return;
	}
	python_find(python, arena, workflow, group->job, group->setups, before, group->interpreter);
}

static void add_comments(struct cache_step *step, struct arena *arena, const struct key *key,
			 const struct cache_group *group, enum fallback fallback,
			 const struct explanation *explained)
{
	struct comment_facts facts = {
		.path = str_slice(step->path, 0, str_find_char(step->path, '\n', 0)),
		.names = key->names,
		.reuser = group->reuser,
		.fallback = fallback,
		.guarded = group->guarded,
		.leaves = group->leaves,
	};
	struct explanation silent = { .job = explained->job };
	bool same_job = str_eq(group->job->id, explained->job);

	if (explained->job.len == 0) {
		step->comment = step->full_comment = comment_explaining(arena, &facts);
		return;
	}
	step->comment = comment_pointing(arena, &facts, explained, same_job);
	step->full_comment = comment_pointing(arena, &facts, &silent, same_job);
}

void cache_step_compose(struct cache_step *step, struct arena *arena,
			const struct workflow *workflow, const struct plan_context *context,
			const struct cache_group *group, struct naming *naming,
			const struct explanation *explained)
{
	struct python python = { .changed = STR_NONE };
	struct legs legs = { 0 };
	struct key key = { 0 };

	find_python(&python, arena, workflow, group);
	legs_find(&legs, arena, group->job, group->reads, &python, group->last);
	python.text = python_part(&python, arena, step, workflow, group, naming);

	struct key_parts parts = {
		.workflow = workflow_part(arena, workflow, context, group->job),
		.place = place_part(arena, group),
		.version = context->settings->cache_version,
		.workspace = moves(arena, workflow, context, group),
		.age = age_part(arena, step, workflow, context, group, naming),
		.legs = &legs,
		.python = &python,
		.patterns = hashed_files(arena, workflow, context, group),
	};

	key_make(&key, arena, &parts);
	step->hashes = parts.patterns.len > 0;
	step->path = join_paths(arena, &group->envdirs);
	step->key = key.text;
	step->restore_keys = restore_keys(arena, context->settings->fallback, key.restore);
	add_comments(step, arena, &key, group, context->settings->fallback, explained);
}

struct str compose_python(struct arena *arena, const struct workflow *workflow,
			  const struct cache_group *group, struct naming *naming,
			  struct probe_step *probe)
{
	struct python python = { .changed = STR_NONE };
	struct cache_step step = { .id = STR("") };
	struct str part;

	find_python(&python, arena, workflow, group);
	part = python_part(&python, arena, &step, workflow, group, naming);
	*probe = step.probe;
	return part;
}
