/* SPDX-License-Identifier: MIT */
/* Plans a file: every Nox call gets a cache step before it, one per job and folder of environments.
 * Edits refer to the source. A place that two jobs share through an alias is edited once. */
#include "config.h"

#include "nox/plan/plan.h"

#include "nox/key/key.h"
#include "nox/plan/mend.h"
#include "nox/plan/planner.h"
#include "nox/release/overview_maker.h"
#include "nox/rules/rules.h"
#include "nox/step/maintain.h"
#include "nox/step/pair.h"
#include "nox/survey/hash_files.h"
#include "workflow/template.h"

/* A place in a list of steps and the folder cached there, as a text. */
static struct str place_of(const struct planner *p, const struct step *step, struct str path)
{
	char space[STR_NUMBER_MAX];

	return arena_join(p->arena, str_number(space, node_range(step_written(step)).start),
			  STR(" "), path);
}

static bool is_planned(const struct planner *p, const struct step *step, struct str path)
{
	return lookup_get(&p->places, place_of(p, step, path)) != NULL;
}

static void add_place(struct planner *p, const struct step *step, struct str path)
{
	lookup_put(&p->places, p->drafts, arena_copy(p->drafts, place_of(p, step, path)), 0, NULL);
}

static void add_edit(struct planner *p, struct edits *edits, size_t at, struct str text)
{
	if (text.len > 0)
		list_add(p->arena, &edits->list, edit_insert(at, text));
}

/* Adds the edits that insert the cache step before a step, and the expectations for them. */
static void insert_step(struct planner *p, const struct step *step, const struct cache_step *cache,
			const struct layout *layout)
{
	const struct node *written = step_written(step);
	struct shapes shapes = { 0 };

	cache_step_shapes(&shapes, p->arena, cache, layout);
	list_add(p->arena, &p->now.expectations.list,
		 expect_shapes(EXPECT_ITEM, node_parent(written), written->index, &shapes));
	add_edit(p, &p->now.steps, layout->comment_at,
		 cache_step_flow_comment(p->arena, cache, layout));
	add_edit(p, &p->now.steps, layout->insert_at, cache_step_text(p->arena, cache, layout));
}

/* Sets the reason why the calls of a group get no cache. */
static void skip_group(struct job_plan *job, const struct cache_group *group, const char *why)
{
	for (size_t i = 0; i < job->calls.len; i++)
		for (size_t k = 0; k < group->envdirs.list.len; k++)
			if (call_wants_cache(&job->calls.at[i]) &&
			    str_eq(job->calls.at[i].call->place->envdir.path,
				   group->envdirs.list.at[k].path))
				job->calls.at[i].skipped = why;
}

static void add_finding(struct planner *p, const struct job_plan *job,
			const struct cache_group *group, struct str path)
{
	const struct nox_call *call = job->calls.at[0].call;

	for (size_t i = 0; i < job->calls.len; i++)
		if (job->calls.at[i].call->step == group->first && job->calls.at[i].call->runs) {
			call = job->calls.at[i].call;
			break;
		}
	finding_add(p->diagnostics,
		    (struct finding){ .rule = RULE_MISSING_CACHE,
				      .job = job->job->id,
				      .range = call_range(call),
				      .fixable = true },
		    "job %.*s runs Nox without a cache of %.*s", STR_ARG(job->job->id),
		    STR_ARG(str_slice(path, 0, str_find_char(path, '\n', 0))));
}

/* The value of the key's hashFiles() on this checkout. It is computed on request, and if the user
 * names the files: patterns without a match make a key that never changes. */
static struct str hash_of(struct planner *p, const struct job_plan *job, struct str key)
{
	struct strs patterns = { 0 };
	struct diagnostics ignored = { .arena = p->arena };
	char hex[DIGEST_HEX_SIZE] = "";

	if (!p->context->settings->preview && p->context->settings->hash_files.list.len == 0)
		return STR("");
	if (!hash_files_patterns(&patterns, p->arena, key) ||
	    hash_files(hex, &ignored, p->context->survey->repository, patterns.list.at,
		       patterns.list.len) != STATUS_OK)
		return STR("");
	if (hex[0] == '\0' && p->context->settings->hash_files.list.len > 0)
		planner_refuse(
			p, job->job,
			"left as it is: --hash-file matches no file of this repository, so the "
			"key would never change");
	return arena_copy(p->arena, str_from(hex));
}

/* Can a comment name the job? */
static bool has_plain_id(const struct planner *p, const struct job *job)
{
	return p->workflow->kind == WORKFLOW_ACTION || expression_is_identifier(job->id);
}

/* If the group asks for it, keeps runs for tags from restoring, in a form that the action
 * supports. */
static void guard_step(const struct planner *p, const struct job_plan *job,
		       const struct cache_group *group, struct cache_step *step)
{
	bool publishes = job->overviewed->sign.len > 0;

	if (group->guarded && cache_reference_looks_up(step->uses))
		step->lookup_only = STR("${{ " CACHE_TAG_RUN " }}");
	else if (group->guarded)
		step->condition = STR("${{ !" CACHE_TAG_RUN " }}");
	step->publishes_nothing = !publishes && p->workflow->kind == WORKFLOW_FILE &&
				  (p->file->triggers & TRIGGER_RELEASE_BRANCH);
}

static void plan_group(struct planner *p, struct job_plan *job, const struct cache_group *group)
{
	struct cache_step step = { 0 };
	struct layout layout = { 0 };
	struct naming before = p->naming;

	if (!layout_of_item(&layout, p->tree, step_written(group->first))) {
		skip_group(job, group, "its list of steps has no line for a new step");
		return;
	}
	cache_step_compose(&step, p->arena, p->workflow, p->context, group, &p->naming,
			   &p->explained);
	if (!step.hashes || !template_is_usable(p->arena, step.key)) {
		p->naming = before;
		skip_group(
			job, group,
			step.hashes
				? "its key would be too long for a runner"
				: "no file in the workspace shows what its environments depend on");
		return;
	}
	step.id = naming_free(&p->naming, CACHE_STEP_ID);
	step.uses = p->reference.uses;
	step.uses_comment = p->reference.comment;
	guard_step(p, job, group, &step);
	add_finding(p, job, group, step.path);
	insertion_add(
		job, p->arena,
		(struct insertion){ group->first, step, group->leaves, hash_of(p, job, step.key) });
	if (is_planned(p, group->first, step.path))
		return;
	if (p->explained.job.len == 0 && layout_takes_comment(&layout) && has_plain_id(p, job->job))
		p->explained = explanation_in(job->job->id, step.comment);
	add_place(p, group->first, step.path);
	insert_step(p, group->first, &step, &layout);
}

/* Adds the edit that gives a step its id, after its uses:. */
static void insert_id(struct planner *p, const struct named_step *named)
{
	bool done;

	pair_add(&p->now.edits, &p->now.expectations, p->arena, p->tree, named->step->body, "uses",
		 STR("id"), named->id, &done);
	if (done)
		return;
	diagnostic_at(p->diagnostics, SEVERITY_ERROR, node_range(named->step->body),
		      "left as it is: this step needs an id, but there is no line for it");
	p->refused = true;
}

/* The id of this program's cache step, old or new, that serves a call; empty if there is none. */
static struct str cache_id_for(const struct job_plan *job, const struct judged_call *judged)
{
	const struct insertion *insertion = insertion_for(job, judged->call);

	for (size_t i = 0; judged->covered_by_ours && i < job->caches.list.len; i++)
		if (job->caches.list.at[i].step->index == judged->covered_by)
			return job->caches.list.at[i].id;
	return insertion ? insertion->cache.id : STR("");
}

/* Is it a scalar in which ${{ }} cannot be written, because its braces would end the map around
 * it? */
static bool is_plain_in_flow(const struct node *node)
{
	return node->style == STYLE_PLAIN && node_in_flow(node);
}

/* Could the call safely skip its installs on an exact hit, by an expression after nox? */
static bool may_skip_installs(const struct judged_call *judged)
{
	const struct nox_call *call = judged->call;

	return judged->reuse.installs_nothing && call->reuse == REUSE_UNSAID && call->script &&
	       call_takes_option(call) && !is_plain_in_flow(call->script);
}

/* Sets what the new cache steps save. */
static void judge_gain(struct planner *p, struct job_plan *job)
{
	const struct plan_settings *s = p->context->settings;
	bool asked = false, keeps = false;

	for (size_t i = 0; i < job->calls.len; i++) {
		struct judged_call *judged = &job->calls.at[i];
		bool skips = s->no_install && !s->keep_runs && may_skip_installs(judged);

		if (!insertion_for(job, judged->call) || judged->skipped)
			continue;
		if (!asked)
			keeps = job_keeps_uv_cache(p->arena, p->workflow, job->job, &job->caches,
						   p->context->survey, p->context->platform);
		asked = true;
		judged->gain = gain_of(judged->call, &judged->reuse, keeps, skips);
		judged->may_skip = !skips && may_skip_installs(judged);
	}
}

/* Adds -r to a call that would not reuse environments. */
static void add_reuse(struct planner *p, const struct job_plan *job,
		      const struct judged_call *judged)
{
	const struct plan_settings *s = p->context->settings;
	const struct nox_call *call = judged->call;
	struct str id = cache_id_for(job, judged);
	const char *text = " -r";
	bool skips = s->no_install && may_skip_installs(judged) && expression_is_identifier(id);

	if (!plan_adds_reuse(s, judged) || (judged->reuse.verdict != REUSE_NEEDS_OPTION &&
					    !(skips && judged->reuse.verdict == REUSE_ALREADY)))
		return;
	/* A run for a tag that only looks up a key also gets a hit, but restores nothing. */
	if (skips)
		text = arena_printf(
			       p->arena,
			       " ${{ steps.%.*s.outputs.cache-hit == 'true'%s && '-R' || '-r' }}",
			       STR_ARG(id), job->guarded ? " && !" CACHE_TAG_RUN : "")
			       .p;
	list_add(p->arena, &p->now.words.list,
		 text_insertion(call->script, call->option_index, call->option_at, text));
}

/* Updates a cache step of this program for the calls that it serves. */
static void update_step(struct planner *p, struct job_plan *job, size_t number)
{
	const struct cache *cache = &job->caches.list.at[number];
	const struct node *key = map_get(step_field(cache->step, STEP_WITH), "key", NULL);
	static const struct explanation none;
	struct cache_group group = { .job = job->job,
				     .reads = &job->reads,
				     .setups = &job->setups,
				     .generators = &job->found.generators,
				     .first = cache->step,
				     .guarded = job->guarded || cache->guarded };
	struct cache_step wanted = { 0 };
	enum maintained changed;

	for (size_t i = 0; i < job->calls.len; i++)
		if (job->calls.at[i].covered_by == cache->step->index &&
		    job->calls.at[i].call->runs && !job->calls.at[i].skipped)
			group_add(p, &group, &job->calls.at[i]);
	if (group.envdirs.list.len == 0 || is_planned(p, cache->step, cache->path))
		return;

	struct naming before = p->naming;

	bool first = comment_explains(p->tree, cache->step->body);

	cache_step_compose(&wanted, p->arena, p->workflow, p->context, &group, &p->naming,
			   first ? &none : &p->explained);
	/* The step that prints the Python version or the date is missing: a new step is needed. */
	if (wanted.probe.id.len > 0 || wanted.age.id.len > 0 || !wanted.hashes ||
	    !template_is_usable(p->arena, wanted.key)) {
		p->naming = before;
		return;
	}
	wanted.uses = scalar_value(p->tree, step_field(cache->step, STEP_USES));
	guard_step(p, job, &group, &wanted);
	if (first && str_eq(p->explained.job, job->job->id))
		p->explained = explanation_in(job->job->id, wanted.comment);
	add_place(p, cache->step, cache->path);
	changed = maintain_step(&p->now.edits, &p->now.expectations, p->arena, p->tree, cache,
				&wanted);
	if (changed != MAINTAINED_NOTHING)
		finding_add(p->diagnostics,
			    (struct finding){ .rule = RULE_CACHE_OUT_OF_DATE,
					      .job = job->job->id,
					      .range = key ? node_range(key)
							   : node_range(cache->step->body),
					      .fixable = true },
			    changed == MAINTAINED_COMMENT
				    ? "the comment of this step no longer describes the job"
				    : "the key of this step no longer covers all that its "
				      "environments depend on");
}

/* Plans the cache steps of the job, old and new, in their order: a step that asks for the Python
 * version serves all later ones. */
static void plan_steps(struct planner *p, struct job_plan *job, const struct groups *groups)
{
	size_t next = 0;

	for (size_t i = 0; i <= job->caches.list.len; i++) {
		bool last = i == job->caches.list.len;
		size_t index = last ? STR_NONE : job->caches.list.at[i].step->index;

		for (; next < groups->list.len && groups->list.at[next].first->index < index;
		     next++)
			plan_group(p, job, &groups->list.at[next]);
		if (!last && job->caches.list.at[i].ours && !job->skipped)
			update_step(p, job, i);
		else if (!last)
			mend_cache(p, job, i);
	}
}

/* Finds what distinguishes the legs of the job, and what sets up its Python. */
static void read_job(struct planner *p, struct job_plan *plan)
{
	const struct job *job = plan->job;
	bool *runs = arena_alloc(p->arena, job->steps.len + 1, sizeof(*runs));

	for (size_t i = 0; i < plan->calls.len; i++)
		if (plan->calls.at[i].call->runs)
			runs[plan->calls.at[i].call->step - job->steps.at] = true;
	leg_reads_find(&plan->reads, p->arena, p->workflow, job, runs);
	setups_find(&plan->setups, p->arena, p->workflow, job, p->context->survey);
}

static void plan_job(struct planner *p, const struct job *job)
{
	struct job_plan plan = { .job = job };
	struct groups groups = { 0 };

	p->naming.job = job;
	p->naming.given.len = 0;
	p->naming.probe = (struct probe_name){ 0 };
	p->naming.age = STR("");
	plan.overviewed =
		&p->overview->jobs.at[p->file->first + (size_t)(job - p->workflow->jobs.at)];
	planner_judge(p, &plan);
	if (!plan.deselected)
		planner_report_uses(p, &plan);
	planner_group(p, &groups, &plan);
	if (plan.calls.len > 0 || plan.caches.list.len > 0)
		read_job(p, &plan);
	mend_begin(p, &plan);
	plan_steps(p, &plan, &groups);
	judge_gain(p, &plan);
	list_reserve(p->arena, &p->now.words.list, plan.calls.len);
	for (size_t i = 0; i < plan.calls.len; i++)
		add_reuse(p, &plan, &plan.calls.at[i]);
	if (!plan.deselected)
		findings_add(p->diagnostics, p->arena, p->workflow, p->context, &plan, p->overview,
			     &p->legs);
	planner_keep_changes(p);
	planner_tell(p, &plan);
}

/* Plans each job in memory that ends with it, and what the jobs share. */
static void plan_jobs(struct planner *p)
{
	ARENA_AUTO struct arena scratch = { 0 };
	size_t jobs = p->workflow->jobs.len;

	p->naming.arena = p->context->settings->keep_plans ? p->memory->arena : p->drafts;
	/* Of most jobs: a step, an id for another, an option. */
	list_reserve(p->drafts, &p->all.steps.list, jobs);
	list_reserve(p->drafts, &p->all.edits.list, 2 * jobs);
	list_reserve(p->memory->expected, &p->all.words.list, jobs);
	list_reserve(p->memory->expected, &p->all.expectations.list, 3 * jobs);
	list_reserve(p->memory->arena, &p->plan->outcomes, jobs);
	if (!p->diagnostics->unfixed_only)
		list_reserve(p->diagnostics->arena, &p->diagnostics->list, 2 * jobs);
	for (size_t i = 0; i < jobs && !p->refused; i++) {
		const struct job *job = &p->workflow->jobs.at[i];

		p->arena = planner_keeps_plan(p, job) ? p->memory->arena : &scratch;
		plan_job(p, job);
		arena_clear(&scratch);
	}
	p->arena = &scratch;
	for (size_t i = 0; i < p->naming.named.len; i++) {
		insert_id(p, &p->naming.named.at[i]);
		planner_keep_changes(p);
		arena_clear(&scratch);
	}
	p->arena = p->memory->arena;
	p->now = p->all;
}

/* The comment that begins at an offset, as one line. */
static struct str comment_at(struct arena *arena, struct str bytes, size_t at)
{
	struct str rest = str_slice(bytes, at, bytes.len), line;
	BUF_AUTO struct buf out = { 0 };

	while (str_next_line(&rest, &line) && str_starts(str_trim(line), "#")) {
		line = str_trim(line);
		buf_add(&out, str_slice(line, 1, line.len));
	}
	return buf_keep(&out, arena);
}

/* The job that contains an explanation from an earlier run. */
static struct explanation find_explained(const struct planner *p)
{
	struct str bytes = p->tree->source->bytes;
	size_t at = comment_find_explaining(bytes, 0);

	for (size_t i = 0; at != STR_NONE && i < p->workflow->jobs.len;) {
		const struct job *job = &p->workflow->jobs.at[i];
		const struct node *first = job->key ? job->key : job->body;

		if (at < node_range(first).start)
			at = comment_find_explaining(bytes, at + 1);
		else if (at < node_range(job->body).end && has_plain_id(p, job))
			return explanation_in(job->id, comment_at(p->arena, bytes, at));
		else
			i++;
	}
	return (struct explanation){ .workspace = false };
}

static struct cache_reference choose_reference(const struct planner *p)
{
	struct cache_reference reference;

	if (p->context->settings->action.len > 0)
		return (struct cache_reference){ p->context->settings->action, STR("") };
	if (cache_reference_used(&reference, p->arena, p->workflow))
		return reference;
	if (p->context->reference)
		return *p->context->reference;
	return cache_reference_default(p->arena, p->workflow, p->context->platform);
}

/* Finds the overview of the repository, or makes one of the file alone. */
static void find_overview(struct planner *p, struct overview *alone)
{
	struct overview_maker maker = { .overview = alone, .arena = p->arena };
	struct str path = p->tree->source->path;

	p->overview = p->context->overview;
	p->file = overview_file(p->overview, p->context->file);
	if (p->file)
		return;
	p->overview = alone;
	p->file = overview_file(alone, overview_add(&maker, path, p->workflow));
	overview_make(&maker);
}

enum status plan_make(struct plan *plan, const struct plan_memory *memory,
		      const struct workflow *workflow, const struct plan_context *context,
		      struct diagnostics *diagnostics)
{
	ARENA_AUTO struct arena drafts = { 0 };
	struct overview *alone = arena_new(memory->arena, struct overview);
	struct planner p = { .plan = plan,
			     .memory = memory,
			     .arena = memory->arena,
			     .drafts = &drafts,
			     .written = { .arena = memory->texts },
			     .expected = { .arena = memory->expected },
			     .told = { .arena = memory->arena },
			     .workflow = workflow,
			     .tree = workflow->tree,
			     .context = context,
			     .naming = { .arena = memory->arena, .tree = workflow->tree },
			     .diagnostics = diagnostics,
			     .legs = FINDINGS_LEGS_MAX };

	diagnostics->least = context->settings->least_severity;
	diagnostics->unfixed_only = context->settings->unfixed_only;
	find_overview(&p, alone);
	p.reference = choose_reference(&p);
	p.explained = find_explained(&p);
	plan_jobs(&p);
	return p.refused ? STATUS_INVALID : planner_finish(&p);
}
