/* SPDX-License-Identifier: MIT */
/* Builds a workflow from a tree. A step that is an alias keeps the position where it is written, so
 * that edits are made there, once. */
#include "config.h"

#include "workflow/workflow.h"

#include "base/buf.h"

enum { RECENT = 32 };

/* A value of uses:, and its parts. */
struct recent_uses {
	struct str value;
	const struct uses *uses;
};

struct reader {
	struct arena *arena;
	const struct tree *tree;
	struct diagnostics *diagnostics;
	size_t steps;			   /* read so far in all jobs */
	struct recent_uses recent[RECENT]; /* by their hashes */
};

static const struct str step_keys[] = {
	[STEP_ID] = STR("id"),
	[STEP_NAME] = STR("name"),
	[STEP_IF] = STR("if"),
	[STEP_USES] = STR("uses"),
	[STEP_WITH] = STR("with"),
	[STEP_RUN] = STR("run"),
	[STEP_SHELL] = STR("shell"),
	[STEP_ENV] = STR("env"),
	[STEP_WORKING_DIRECTORY] = STR("working-directory"),
};

static const struct str job_keys[] = {
	[JOB_NAME] = STR("name"),
	[JOB_IF] = STR("if"),
	[JOB_RUNS_ON] = STR("runs-on"),
	[JOB_CONTAINER] = STR("container"),
	[JOB_ENVIRONMENT] = STR("environment"),
	[JOB_PERMISSIONS] = STR("permissions"),
	[JOB_ENV] = STR("env"),
	[JOB_STRATEGY] = STR("strategy"),
	[JOB_USES] = STR("uses"),
	[JOB_STEPS] = STR("steps"),
};

static const struct node *get(const struct node *map, const char *name)
{
	return map_get(map, name, NULL);
}

/* Reads defaults.run of a workflow or job. */
static void read_defaults(const struct node *map, const struct node **shell,
			  const struct node **working_directory)
{
	const struct node *run = get(get(map, "defaults"), "run");

	*shell = get(run, "shell");
	*working_directory = get(run, "working-directory");
}

static enum status refuse(struct reader *r, const struct node *node, const char *message)
{
	diagnostic_at(r->diagnostics, SEVERITY_ERROR, node_range(node), "%s", message);
	return STATUS_INVALID;
}

/* Most jobs of a file use the same actions. */
static const struct uses *split_uses(struct reader *r, const struct node *node)
{
	static const struct uses none;
	struct recent_uses *recent;
	struct uses *uses;
	struct str value;

	if (!node || node->kind != NODE_SCALAR)
		return &none;
	value = scalar_value(r->tree, node);
	recent = &r->recent[node->text_hash % RECENT];
	if (recent->uses && str_eq(recent->value, value))
		return recent->uses;
	uses = arena_new(r->arena, struct uses);
	*uses = uses_read(value);
	*recent = (struct recent_uses){ value, uses };
	return uses;
}

static enum status add_step(struct reader *r, struct job *job, struct step step)
{
	const struct node *body = step.body;

	if (job->steps.len >= WORKFLOW_JOB_STEPS_MAX)
		return refuse(r, step_written(&step), "found more than 1,000 steps in a job");
	if (r->steps++ >= WORKFLOW_STEPS_MAX)
		return refuse(r, step_written(&step), "found more than 20,000 steps");
	for (size_t i = 0; i < STEP_FIELDS; i++)
		step.fields[i] = node_distance(body, map_get_text(body, step_keys[i], NULL));
	step.action = split_uses(r, step_field(&step, STEP_USES));
	list_add(r->arena, &job->steps, step);
	return STATUS_OK;
}

/* Adds the steps of a group (parallel: with a list of steps) at the position of the group. */
static enum status add_group(struct reader *r, struct job *job, const struct step *outer)
{
	const struct node *group = get(outer->body, "parallel");

	if (group && group->kind == NODE_MAP)
		group = get(group, "steps");
	if (!group || group->kind != NODE_SEQ)
		return STATUS_OK;
	for (const struct node *item = node_first(group); item; item = node_next(item)) {
		struct step step = { .index = outer->index,
				     .nested = true,
				     .body = node_resolve(item) };

		step.item = (int32_t)(step_written(outer) - step.body);
		if (step.body->kind != NODE_MAP)
			continue;

		enum status status = add_step(r, job, step);

		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

static size_t at_most(size_t count, size_t limit)
{
	return count < limit ? count : limit;
}

static enum status read_steps(struct reader *r, struct job *job)
{
	const struct node *list = job_field(job, JOB_STEPS);

	if (!list || list->kind != NODE_SEQ)
		return STATUS_OK;
	list_reserve(r->arena, &job->steps, at_most(node_count(list), WORKFLOW_JOB_STEPS_MAX));
	for (const struct node *item = node_first(list); item; item = node_next(item)) {
		struct step step = { .index = item->index, .body = node_resolve(item) };

		step.item = (int32_t)(item - step.body);
		if (step.body->kind != NODE_MAP)
			continue;

		enum status status = add_step(r, job, step);

		if (status == STATUS_OK)
			status = add_group(r, job, &step);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

static enum status read_job(struct reader *r, struct workflow *workflow, const struct node *key)
{
	const struct node *body = node_resolve(node_next(key));
	struct job job = { .id = scalar_value(r->tree, key),
			   .key = key,
			   .body = body,
			   .start = key->bytes.start };
	const struct node *shell, *working_directory;

	if (workflow->jobs.len >= WORKFLOW_JOBS_MAX)
		return refuse(r, key, "found more than 2,000 jobs");
	if (job.id.len > WORKFLOW_ID_MAX)
		return refuse(r, key, "found a job id of more than 1,000 bytes");
	for (size_t i = 0; i < sizeof(job_keys) / sizeof(job_keys[0]); i++)
		job.fields[i] = node_distance(body, map_get_text(body, job_keys[i], NULL));
	job.fields[JOB_MATRIX] = node_distance(body, get(job_field(&job, JOB_STRATEGY), "matrix"));
	read_defaults(body, &shell, &working_directory);
	job.fields[JOB_SHELL] = node_distance(body, shell);
	job.fields[JOB_WORKING_DIRECTORY] = node_distance(body, working_directory);

	enum status status = read_steps(r, &job);

	if (status == STATUS_OK)
		list_add(r->arena, &workflow->jobs, job);
	return status;
}

static enum status read_action(struct reader *r, struct workflow *workflow)
{
	const struct node *key = NULL;
	const struct node *runs = map_get(r->tree->root, "runs", &key);
	struct job job = {
		.id = STR("<composite>"), .key = key, .body = runs, .start = key->bytes.start
	};

	job.fields[JOB_STEPS] = node_distance(runs, get(runs, "steps"));
	workflow->inputs = get(r->tree->root, "inputs");

	enum status status = read_steps(r, &job);

	if (status == STATUS_OK)
		list_add(r->arena, &workflow->jobs, job);
	return status;
}

enum status workflow_read(struct workflow *workflow, struct arena *arena, const struct tree *tree,
			  struct diagnostics *diagnostics)
{
	struct reader r = { .arena = arena, .tree = tree, .diagnostics = diagnostics };
	const struct node *root = tree->root;
	const struct node *jobs = map_get(root, "jobs", NULL);
	const struct node *runs = map_get(root, "runs", NULL);
	enum status status = STATUS_OK;

	*workflow = (struct workflow){ .tree = tree };
	workflow->name = get(root, "name");
	workflow->on = get(root, "on");
	workflow->permissions = get(root, "permissions");
	workflow->env = get(root, "env");
	workflow->inputs = get(get(workflow->on, "workflow_call"), "inputs");
	read_defaults(root, &workflow->shell, &workflow->working_directory);

	if (jobs && jobs->kind == NODE_MAP) {
		workflow->kind = WORKFLOW_FILE;
		list_reserve(arena, &workflow->jobs,
			     at_most(node_count(jobs) / 2, WORKFLOW_JOBS_MAX));
		for (const struct node *key = node_first(jobs);
		     key && node_next(key) && status == STATUS_OK; key = node_next(node_next(key)))
			status = read_job(&r, workflow, key);
	} else if (runs && runs->kind == NODE_MAP && get(runs, "steps")) {
		workflow->kind = WORKFLOW_ACTION;
		status = read_action(&r, workflow);
	}
	return status;
}

bool workflow_is_only_called(const struct workflow *workflow)
{
	const struct node *on = workflow->on;
	const struct node *only = on && on->kind != NODE_SCALAR ? node_first(on) : on;

	if (on && on->kind != NODE_SCALAR && node_count(on) != (on->kind == NODE_MAP ? 2 : 1))
		return false;
	return str_is(scalar_value(workflow->tree, only), "workflow_call");
}

const struct job *workflow_job_before(const struct workflow *workflow, size_t offset)
{
	size_t low = 0, high = workflow->jobs.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (workflow->jobs.at[middle].start < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 ? &workflow->jobs.at[low - 1] : NULL;
}

struct str job_shell(const struct workflow *workflow, const struct job *job)
{
	return scalar_value(workflow->tree, job_field(job, JOB_SHELL) ? job_field(job, JOB_SHELL)
								      : workflow->shell);
}

struct str job_runner(struct arena *arena, const struct workflow *workflow, const struct job *job)
{
	const struct tree *tree = workflow->tree;
	const struct node *runs_on = job_field(job, JOB_RUNS_ON);
	const struct node *labels = map_get(runs_on, "labels", NULL);
	BUF_AUTO struct buf all = { 0 };

	if (labels)
		runs_on = labels;
	if (!runs_on || runs_on->kind != NODE_SEQ)
		return scalar_value(tree, runs_on);
	for (const struct node *item = node_first(runs_on); item; item = node_next(item)) {
		buf_add(&all, scalar_value(tree, item));
		buf_add_char(&all, ' ');
	}
	return buf_keep(&all, arena);
}

const struct node *context_member(const struct tree *tree, const struct node *map, struct str name)
{
	map = node_resolve(map);
	for (const struct node *key = map && map->kind == NODE_MAP ? node_first(map) : NULL;
	     key && node_next(key); key = node_next(node_next(key)))
		if (str_eq_nocase(scalar_value(tree, key), name))
			return node_resolve(node_next(key));
	return NULL;
}
