/* SPDX-License-Identifier: MIT */
/* Reads the jobs for the overview: whether a job publishes, and what it uploads and downloads. The
 * steps of the repository's own actions are read as steps of the job that uses them. */
#include "config.h"

#include "base/buf.h"
#include "nox/release/overview_maker.h"
#include "nox/release/publish_table.h"
#include "workflow/template.h"
#include "workflow/uses.h"

enum { ACTIONS_MAX = 4 }; /* actions that use actions */

/* Each entry follows the action's own action.yml. */
static const struct artifact_action {
	const char *name;     /* owner/name[/path] */
	const char *input;    /* the input that names the artifact, */
	const char *pattern;  /* or several; or NULL */
	const char *fallback; /* the name without that input; NULL: all artifacts */
	bool upload;
	bool anywhere; /* downloads from other runs too */
} artifact_actions[] = {
	{ "actions/upload-artifact", "name", NULL, "artifact", true, false },
	{ "actions/upload-artifact/merge", "name", NULL, "merged-artifacts", true, false },
	{ "actions/upload-artifact/merge", "pattern", NULL, NULL, false, false },
	{ "actions/upload-pages-artifact", "name", NULL, "github-pages", true, false },
	{ "forgejo/upload-artifact", "name", NULL, "artifact", true, false },
	{ "christopherhx/gitea-upload-artifact", "name", NULL, "artifact", true, false },
	{ "hynek/build-and-inspect-python-package", "upload-name", NULL, "Packages", true, false },
	{ "actions/download-artifact", "name", "pattern", NULL, false, false },
	{ "forgejo/download-artifact", "name", "pattern", NULL, false, false },
	{ "christopherhx/gitea-download-artifact", "name", "pattern", NULL, false, false },
	{ "actions/deploy-pages", "artifact_name", NULL, "github-pages", false, false },
	{ "dawidd6/action-download-artifact", "name", NULL, NULL, false, true },
};

/* Names of environments that are used for publishing (docs.github.com, "Managing environments for
 * deployment"; the package index's manual, "Trusted publishers"). */
static const char *const environments[] = { "pypi*",	"testpypi*",	"test-pypi*", "release*",
					    "publish*", "github-pages", "gh-pages" };

/* Where steps are read. */
struct reading {
	struct overview_maker *s;
	uint32_t job;
	const struct workflow *workflow; /* that contains the steps, */
	const struct job *steps;	 /* and their job in it */
	const struct reading *caller;	 /* NULL: the job itself */
	const struct step *step;	 /* of the caller */
	unsigned depth;
	struct str runner; /* of the job, for the dialect of steps without a shell */
	enum dialect dialect;
};

static void sign(const struct reading *r, struct str text)
{
	struct overview_job *job = &r->s->overview->jobs.at[r->job];

	if (job->sign.len == 0)
		job->sign = text;
}

/* The caller's value for an input of the action, or the input's default. */
static struct str input_value(const struct reading *r, struct str name)
{
	struct arena *arena = r->s->arena;
	struct str wanted = arena_copy(arena, name);
	const struct reading *caller = r->caller;
	const struct node *given =
		caller ? map_get(step_field(r->step, STEP_WITH), wanted.p, NULL) : NULL;
	const struct node *input = map_get(r->workflow->inputs, wanted.p, NULL);

	if (given)
		return scalar_value(caller->workflow->tree, given);
	return scalar_value(r->workflow->tree, map_get(input, "default", NULL));
}

/* A name as a pattern: inputs of an action are replaced, other expressions become "*". */
static struct str name_pattern(const struct reading *r, struct str text)
{
	BUF_AUTO struct buf out = { 0 };
	struct template_part part;
	size_t at = 0;

	while (template_next(text, &at, &part)) {
		struct str value = STR("");

		if (part.kind == TEMPLATE_TEXT) {
			buf_add(&out, part.text);
			continue;
		}
		if (r->caller && str_starts(part.text, "inputs."))
			value = input_value(r, str_slice(part.text, 7, part.text.len));
		if (value.len == 0 || has_expression(value))
			buf_add_char(&out, '*');
		else
			buf_add(&out, value);
	}
	return buf_keep(&out, r->s->arena);
}

static bool is_any(struct str pattern)
{
	for (size_t i = 0; i < pattern.len; i++)
		if (pattern.p[i] != '*')
			return false;
	return true;
}

static void add_artifact(const struct reading *r, bool upload, struct str name, bool anywhere)
{
	struct artifact artifact = { .job = r->job,
				     .name = is_any(name) ? STR("*") : name,
				     .any = is_any(name),
				     .anywhere = anywhere,
				     .call = INDEX_NONE };

	if (upload)
		list_add(r->s->arena, &r->s->uploads, artifact);
	else
		list_add(r->s->arena, &r->s->downloads, artifact);
}

static void read_artifact(const struct reading *r, const struct step *step, const struct uses *uses)
{
	const struct tree *tree = r->workflow->tree;

	/* An action uploads nothing itself; each job that uses it does. */
	if (!r->caller && r->workflow->kind == WORKFLOW_ACTION)
		return;
	for (size_t i = 0; i < sizeof(artifact_actions) / sizeof(artifact_actions[0]); i++) {
		const struct artifact_action *action = &artifact_actions[i];
		struct str name;

		if (!uses_is_at(uses, action->name))
			continue;
		/* Ids come from the outputs of the job that uploaded. */
		if (map_get(step_field(step, STEP_WITH), "artifact-ids", NULL))
			return;
		name = scalar_value(tree,
				    map_get(step_field(step, STEP_WITH), action->input, NULL));
		if (name.len == 0 && action->pattern)
			name = scalar_value(
				tree, map_get(step_field(step, STEP_WITH), action->pattern, NULL));
		if (name.len == 0)
			name = action->fallback ? str_from(action->fallback) : STR("*");
		add_artifact(r, action->upload, name_pattern(r, name),
			     action->anywhere ||
				     map_get(step_field(step, STEP_WITH), "run-id", NULL));
	}
}

/* The number of the step of the job itself. */
static uint32_t outer_step(const struct reading *r, const struct step *step)
{
	for (; r->caller; r = r->caller)
		step = r->step;
	return (uint32_t)(step - r->steps->steps.at);
}

/* Records the use of a file, by a step or (INDEX_NONE) the whole job. */
static void add_use(const struct reading *r, uint32_t step, struct str name,
		    struct str unless_there)
{
	struct arena *arena = r->s->arena;

	list_add(arena, &r->s->named,
		 (struct named_use){
			 { r->job, INDEX_NONE, step }, arena_copy(arena, name), unless_there });
}

static void read_steps(struct reading *r);

/* The number of uses, uploads and downloads found so far. */
static size_t passed_on(const struct reading *r)
{
	return r->s->named.len + r->s->uploads.len + r->s->downloads.len;
}

/* Reads a step that uses an action of the repository. */
static void read_action(const struct reading *r, const struct step *step, struct str name)
{
	uint32_t file = overview_maker_find(r->s, name);
	struct overview *overview = r->s->overview;
	struct reading inner = {
		.s = r->s, .job = r->job, .caller = r, .step = step, .depth = r->depth + 1
	};

	if (file == INDEX_NONE || !overview->files.at[file].action)
		return;
	add_use(r, outer_step(r, step), name, STR(""));
	if (lookup_get(&r->s->inert, overview->files.at[file].inner))
		return;

	size_t before = passed_on(r);

	inner.workflow = overview->files.at[file].action;
	for (size_t i = 0; i < inner.workflow->jobs.len && inner.depth <= ACTIONS_MAX; i++) {
		inner.steps = &inner.workflow->jobs.at[i];
		read_steps(&inner);
	}
	if (inner.depth <= ACTIONS_MAX && passed_on(r) == before &&
	    overview->jobs.at[r->job].sign.len == 0)
		(void)lookup_put(&r->s->inert, r->s->arena, overview->files.at[file].inner, 0,
				 NULL);
}

static void read_uses(const struct reading *r, const struct step *step)
{
	const struct tree *tree = r->workflow->tree;
	struct uses uses = step_uses(tree, step);

	if (uses.local) {
		read_action(r, step, uses.name);
		return;
	}
	if (action_publishes(tree, &uses, step_field(step, STEP_WITH)))
		sign(r, arena_printf(r->s->arena, "it uses %.*s", STR_ARG(uses.name)));
	read_artifact(r, step, &uses);
}

/* `gh run download -n NAME` downloads an artifact of another run. */
static void read_download(const struct reading *r, const struct program *p)
{
	struct str name = STR("*");

	if (!str_is(p->name, "gh") || p->argument_count < 2 ||
	    !str_is(p->arguments[0].value, "run") || !str_is(p->arguments[1].value, "download"))
		return;
	for (size_t i = 2; i + 1 < p->argument_count; i++)
		if (str_is(p->arguments[i].value, "-n") || str_is(p->arguments[i].value, "--name"))
			name = p->arguments[i + 1].value;
	add_artifact(r, false, name_pattern(r, name), true);
}

/* "it runs twine upload": the words that show it, on one line. */
static struct str command_sign(struct arena *arena, const struct program *p, size_t words)
{
	enum { LENGTH = 60 };
	BUF_AUTO struct buf out = { 0 };

	buf_add_c(&out, "it runs ");
	buf_add(&out, p->name);
	for (size_t i = 0; i < words && out.len < LENGTH; i++)
		if (str_find_char(p->arguments[i].value, '\n', 0) == STR_NONE)
			buf_printf(&out, " %.*s",
				   STR_ARG(str_slice(p->arguments[i].value, 0, LENGTH)));
	return buf_keep(&out, arena);
}

static void read_run(const struct reading *r, const struct step *step)
{
	ARENA_AUTO struct arena scratch = { 0 };
	const struct tree *tree = r->workflow->tree;
	enum dialect dialect =
		step_field(step, STEP_SHELL)
			? dialect_of(scalar_value(tree, step_field(step, STEP_SHELL)), r->runner)
			: r->dialect;
	struct script script = { 0 };

	script_scan(&script, &scratch, scalar_value(tree, step_field(step, STEP_RUN)), dialect);
	for (size_t i = 0; i < script.commands.len; i++) {
		struct program program = { 0 };
		size_t words;

		program_of(&program, &scratch, &script.commands.at[i]);
		read_download(r, &program);
		if (command_publishes(&program, &words))
			sign(r, command_sign(r->s->arena, &program, words));
	}
}

/* Whether a script may publish or download. Once the job is known to publish, only downloads matter. */
static bool may_matter(const struct reading *r, struct str script)
{
	bool known = r->s->overview->jobs.at[r->job].sign.len > 0;

	return known ? script_may_download(script) : script_may_publish(script);
}

static void read_steps(struct reading *r)
{
	r->runner = job_runner(r->s->arena, r->workflow, r->steps);
	r->dialect = dialect_of(job_shell(r->workflow, r->steps), r->runner);
	for (size_t i = 0; i < r->steps->steps.len; i++) {
		const struct step *step = &r->steps->steps.at[i];

		if (r->s->steps == 0) {
			sign(r, STR("what it publishes is unknown: the repository has too "
				    "many steps"));
			return;
		}
		r->s->steps--;
		if (step_field(step, STEP_USES))
			read_uses(r, step);
		if (step_field(step, STEP_RUN) &&
		    may_matter(r, node_source(r->workflow->tree, step_field(step, STEP_RUN))))
			read_run(r, step);
	}
}

/* Reads a job that calls a reusable workflow. */
static void read_call(const struct reading *r, const struct job *job)
{
	struct str value = scalar_value(r->workflow->tree, job_field(job, JOB_USES));
	struct uses uses = uses_of(r->workflow->tree, job_field(job, JOB_USES));
	struct str text = STR("");
	uint32_t call = uses.local ? r->s->named.len : INDEX_NONE;

	if (workflow_publishes(value))
		text = arena_printf(r->s->arena, "it calls %.*s/%.*s", STR_ARG(uses.name),
				    STR_ARG(uses.path));
	if (uses.local)
		add_use(r, INDEX_NONE, uses.name, text);
	else if (text.len > 0)
		sign(r, text);
	if (text.len == 0)
		return;
	/* Its downloads are unknown. */
	add_artifact(r, false, STR("*"), false);
	r->s->downloads.at[r->s->downloads.len - 1].call = call;
}

static void read_environment(const struct reading *r, const struct job *job)
{
	const struct node *environment = node_resolve(job_field(job, JOB_ENVIRONMENT));
	const struct node *name = map_get(environment, "name", NULL);
	struct str value = scalar_value(r->workflow->tree, name ? name : environment);

	for (size_t i = 0; i < sizeof(environments) / sizeof(environments[0]); i++)
		if (str_match(value, str_from(environments[i]))) {
			sign(r, arena_printf(r->s->arena, "it deploys to environment %.*s",
					     STR_ARG(value)));
			return;
		}
}

void overview_maker_read_jobs(struct overview_maker *maker, uint32_t file,
			      const struct workflow *workflow)
{
	uint32_t first = maker->overview->files.at[file].first;

	for (uint32_t i = 0; i < workflow->jobs.len; i++) {
		const struct job *job = &workflow->jobs.at[i];
		struct reading r = {
			.s = maker, .job = first + i, .workflow = workflow, .steps = job
		};

		read_steps(&r);
		if (job_field(job, JOB_USES))
			read_call(&r, job);
		read_environment(&r, job);
	}
}
