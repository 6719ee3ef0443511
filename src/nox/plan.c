/* SPDX-License-Identifier: MIT */
/* Planning: every call of Nox gets a cache step in front of it, one per job and folder of
 * environments. Edits are told against the source; a place that two jobs share through an alias
 * is edited once. */
#include "config.h"

#include "nox/plan.h"

#include "nox/compose.h"
#include "nox/findings.h"
#include "nox/maintain.h"
#include "nox/noxfiles.h"
#include "nox/release.h"
#include "nox/words.h"

/* A place in a list of steps, with the folder that is cached there. */
struct place {
	const struct node *list;
	size_t position;
	struct str path;
};

#define IGNORE_MARK "nox-cache-inject: ignore"

struct planner {
	struct plan *plan;
	struct arena *arena;
	const struct workflow *workflow;
	const struct tree *tree;
	const struct plan_context *context;
	struct diagnostics *diagnostics;
	struct cache_reference reference;
	struct str explained_in; /* id of the job whose cache step has the long comment, or empty */
	struct edits steps; /* the new steps; behind the ids, as both may stand at one place */
	struct seen_keys seen;
	struct naming naming;
	struct noxfiles noxfiles;
	struct script_insertions words; /* the -r behind the word nox */
	bool refused; /* an edit cannot be made; a diagnostic says which */
	LIST(struct place) places; /* where a cache step has been planned already */
};

struct groups {
	LIST(struct group) list;
};

static bool listed(const struct strs *strs, struct str text)
{
	for (size_t i = 0; i < strs->list.len; i++)
		if (str_eq(strs->list.at[i], text))
			return true;
	return false;
}

/* Why a job as a whole is left alone, or NULL. */
static const char *why_skip_job(const struct planner *p, const struct job_plan *job)
{
	const struct plan_settings *s = p->context->settings;

	if (s->jobs.list.len > 0 && !listed(&s->jobs, job->job->id))
		return "not asked for (--job)";
	if (listed(&s->skip_jobs, job->job->id))
		return "left out (--skip-job)";
	if (job->job->key && layout_has_mark(p->tree, job->job->key->range.start, 0, IGNORE_MARK))
		return "ignored by its comment";
	if (job->release && !s->include_release)
		return "release job (see --include-release)";
	return NULL;
}

/* The last cache step before the call that holds its environments, or NULL. */
static const struct cache *covering_cache(const struct caches *caches, struct arena *arena,
					  const struct nox_call *call)
{
	const struct cache *covering = NULL;

	for (size_t i = 0; i < caches->list.len; i++) {
		const struct cache *cache = &caches->list.at[i];

		if (cache->restores && cache->step->index < call->step->index &&
		    cache_holds(cache, arena, call->envdir))
			covering = cache;
	}
	return covering;
}

/* Tells Nox to reuse environments, where it would not. */
static bool add_reuse(struct planner *p, const struct judged_call *judged)
{
	const struct nox_call *call = &judged->call;

	if (p->context->settings->keep_runs || judged->reuse.verdict != REUSE_WANTS || !call->script)
		return true;
	return script_insertions_add(&p->words, p->arena,
				     (struct script_insertion){ call->script, call->option_index,
								call->option_at, STR(" -r") });
}

/* Judges whether a restored environment would be reused, and whether it may be. */
static void judge_reuse(struct planner *p, const struct job *job, struct judged_call *judged)
{
	const struct nox_call *call = &judged->call;
	const struct noxfile *noxfile =
		noxfiles_get(&p->noxfiles, p->arena, p->context->root, call->noxfile);
	struct reuse_judgement *reuse = &judged->reuse;

	*reuse = reuse_judge(call, call->backend, noxfile);
	if (reuse->verdict == REUSE_POINTLESS) {
		judged->skipped = "its sessions have no environments";
	} else if (reuse->verdict == REUSE_OFF) {
		judged->skipped = reuse->why;
		diagnostic_finding(p->diagnostics, SEVERITY_WARNING, "cache-not-reused", job->id,
				   call->range, "no cache helps here: %s", reuse->why);
	} else if (reuse->verdict == REUSE_UNSAFE) {
		judged->skipped = "reuse would test stale code";
		diagnostic_finding(p->diagnostics, SEVERITY_WARNING, "reuse-unsafe", job->id,
				   call->range, "session %.*s would test stale code: %s",
				   STR_ARG(reuse->session), reuse->why);
	} else if (reuse->verdict == REUSE_WANTS && call->script && call->option_at == STR_NONE &&
		   !p->context->settings->keep_runs) {
		judged->skipped = "no option can be put behind this nox";
		diagnostic_finding(p->diagnostics, SEVERITY_WARNING, "cache-not-reused", job->id,
				   call->range, "write nox -r here: Nox rebuilds what a cache brings, and "
				   "this command cannot be changed from outside");
	} else if (reuse->unsure) {
		diagnostic_finding(p->diagnostics, SEVERITY_NOTE, "reuse-unsafe", job->id,
				   call->range, "%s", reuse->why);
	}
}

static bool is_ignored(const struct planner *p, const struct step *step)
{
	return layout_has_mark(p->tree, step->body->range.start, step->body->range.end, IGNORE_MARK);
}

static bool judge_calls(struct planner *p, struct job_plan *job)
{
	struct nox_calls calls = { 0 };

	if (!nox_calls_find(&calls, p->arena, p->workflow, job->job, &p->context->settings->names) ||
	    !caches_of(&job->caches, p->arena, p->tree, job->job))
		return false;
	for (size_t i = 0; i < calls.list.len; i++) {
		struct judged_call judged = { .call = calls.list.at[i], .covered_by = STR_NONE };
		const struct cache *cache = judged.call.runs
						    ? covering_cache(&job->caches, p->arena, &judged.call)
						    : NULL;

		judged.skipped = judged.call.skipped ? judged.call.skipped : job->skipped;
		if (!judged.skipped && is_ignored(p, judged.call.step))
			judged.skipped = "ignored by its comment";
		if (!judged.skipped)
			judge_reuse(p, job->job, &judged);
		if (cache) {
			judged.covered_by = cache->step->index;
			judged.covered_by_ours = cache->ours;
			judged.skipped = judged.call.skipped;
		}
		if (!list_add(p->arena, &job->calls, judged))
			return false;
		if (!judged.skipped && (!cache || cache->ours) && !add_reuse(p, &judged))
			return false;
	}
	return true;
}

static bool wants_cache(const struct judged_call *judged)
{
	return judged->call.runs && !judged->skipped && judged->covered_by == STR_NONE;
}

/* Calls are grouped by folder; folders that are first needed by one step share its cache step. */
static struct group *group_for(struct groups *groups, struct arena *arena, const struct job *job,
			       const struct nox_call *call)
{
	for (size_t i = 0; i < groups->list.len; i++) {
		struct group *group = &groups->list.at[i];

		for (size_t k = 0; k < group->envdirs.list.len; k++)
			if (str_eq(group->envdirs.list.at[k].path, call->envdir.path))
				return group;
		if (group->first->index == call->step->index)
			return group;
	}
	if (!list_add(arena, &groups->list,
		      (struct group){ .job = job,
				      .first = call->step,
				      .further = groups->list.len > 0 }))
		return NULL;
	return &groups->list.at[groups->list.len - 1];
}

/* What makes Nox reuse what the cache step brings, as the comment is to say it. */
static const char *reuser_of(const struct planner *p, const struct judged_call *judged)
{
	bool wants = judged->reuse.verdict == REUSE_WANTS;

	if (judged->call.nox.reuse == REUSE_UNSAID && !wants)
		return "Nox";
	if (wants && (p->context->settings->keep_runs || !judged->call.script))
		return NULL;
	return "`nox -r`";
}

/* Takes a call into the group. */
static bool group_add(struct planner *p, struct group *group, const struct judged_call *judged)
{
	const struct nox_call *call = &judged->call;

	if (!folders_add(&group->envdirs, p->arena, call->envdir) ||
	    (!listed(&group->noxfiles, call->noxfile) &&
	     !list_add(p->arena, &group->noxfiles.list, call->noxfile)))
		return false;
	if (group->interpreter.len == 0)
		group->interpreter = call->interpreter;
	if (!group->reuser)
		group->reuser = reuser_of(p, judged);
	if (call->step->index > group->last)
		group->last = call->step->index;
	return true;
}

static bool make_groups(struct planner *p, struct groups *groups, const struct job_plan *job)
{
	for (size_t i = 0; i < job->calls.len; i++) {
		struct group *group;

		if (!wants_cache(&job->calls.at[i]))
			continue;
		group = group_for(groups, p->arena, job->job, &job->calls.at[i].call);
		if (!group || !group_add(p, group, &job->calls.at[i]))
			return false;
	}
	return true;
}

static bool is_planned(const struct planner *p, const struct step *step, struct str path)
{
	for (size_t i = 0; i < p->places.len; i++)
		if (p->places.at[i].list == step->list &&
		    p->places.at[i].position == step->position &&
		    str_eq(p->places.at[i].path, path))
			return true;
	return false;
}

static bool add_edit(struct planner *p, struct edits *edits, size_t at, struct str text)
{
	return text.len == 0 || list_add(p->arena, &edits->list, (struct edit){ { at, at }, text });
}

/* The edits that put the cache step in front of a step, and what is to be found there then. */
static bool insert_step(struct planner *p, const struct step *step, const struct cache_step *cache,
			const struct layout *layout)
{
	struct expectation expectation = { .kind = EXPECT_ITEM,
					   .node = step->list,
					   .index = step->position };

	return cache_step_shapes(&expectation.shapes, p->arena, cache, layout) &&
	       list_add(p->arena, &p->plan->expectations.list, expectation) &&
	       add_edit(p, &p->steps, layout->comment_at,
			cache_step_flow_comment(p->arena, cache, layout)) &&
	       add_edit(p, &p->steps, layout->insert_at,
			cache_step_text(p->arena, cache, layout));
}

/* Says of the calls that a group was to serve why it does not. */
static void skip_group(struct job_plan *job, const struct group *group, const char *why)
{
	for (size_t i = 0; i < job->calls.len; i++)
		for (size_t k = 0; k < group->envdirs.list.len; k++)
			if (wants_cache(&job->calls.at[i]) &&
			    str_eq(job->calls.at[i].call.envdir.path,
				   group->envdirs.list.at[k].path))
				job->calls.at[i].skipped = why;
}

static void add_finding(struct planner *p, const struct job_plan *job, const struct group *group,
			struct str path)
{
	const struct nox_call *call = &job->calls.at[0].call;

	for (size_t i = 0; i < job->calls.len; i++)
		if (job->calls.at[i].call.step == group->first && job->calls.at[i].call.runs) {
			call = &job->calls.at[i].call;
			break;
		}
	diagnostic_finding(p->diagnostics, SEVERITY_WARNING, "missing-cache", job->job->id,
			   call->range, "job %.*s runs Nox without a cache of %.*s",
			   STR_ARG(job->job->id), STR_ARG(str_slice(path, 0, str_find_char(path, '\n', 0))));
}

static bool plan_group(struct planner *p, struct job_plan *job, const struct group *group)
{
	struct cache_step step = { 0 };
	struct layout layout = { 0 };

	if (!layout_of_item(&layout, p->tree, group->first->list, group->first->position)) {
		skip_group(job, group, "its list of steps leaves no line for a new step");
		return true;
	}
	if (!compose(&step, p->arena, p->workflow, p->context, group, &p->naming, p->explained_in))
		return false;
	step.id = naming_free(&p->naming, CACHE_STEP_ID);
	step.uses = p->reference.uses;
	step.uses_comment = p->reference.comment;
	if (!list_add(p->arena, &job->insertions, (struct insertion){ group->first, step }))
		return false;
	add_finding(p, job, group, step.path);
	if (is_planned(p, group->first, step.path))
		return true;
	if (p->explained_in.len == 0)
		p->explained_in = job->job->id;
	return list_add(p->arena, &p->places,
			(struct place){ group->first->list, group->first->position, step.path }) &&
	       insert_step(p, group->first, &step, &layout);
}

/* The edit that gives a step its id, behind its uses:. */
static bool insert_id(struct planner *p, const struct named_step *named)
{
	struct pair_layout layout = { 0 };
	struct expectation expectation = { .kind = EXPECT_PAIR, .node = named->step->body };
	const struct node *uses = NULL;
	BUF_AUTO struct buf text = { 0 };

	if (!map_get(p->tree, named->step->body, "uses", &uses) ||
	    !layout_of_pair(&layout, p->tree, named->step->body, uses)) {
		diagnostic_at(p->diagnostics, SEVERITY_ERROR, named->step->body->range,
			      "left as it is: this step needs an id, and has no line for it");
		p->refused = true;
		return true;
	}
	expectation.index = layout.index;
	if (!layout.flow)
		buf_fill(&text, ' ', layout.column);
	buf_printf(&text, "id: %.*s%s", STR_ARG(named->id), layout.flow ? ", " : layout.newline);
	return !text.failed && add_edit(p, &p->plan->edits, layout.insert_at,
			arena_copy(p->arena, buf_str(&text))) &&
	       list_add(p->arena, &expectation.shapes.list,
			(struct shape){ RECORD_SCALAR, STR("id") }) &&
	       list_add(p->arena, &expectation.shapes.list,
			(struct shape){ RECORD_SCALAR, named->id }) &&
	       list_add(p->arena, &p->plan->expectations.list, expectation);
}

/* Is the comment above a step of ours the one that explains? */
static bool explains(const struct planner *p, const struct step *step)
{
	return layout_has_mark(p->tree, step->body->range.start, 0, CACHE_COMMENT_LONG);
}

/* Brings a cache step of ours up to date with the calls that it serves. */
static bool update_step(struct planner *p, struct job_plan *job, size_t number)
{
	const struct cache *cache = &job->caches.list.at[number];
	struct group group = { .job = job->job, .first = cache->step };
	struct cache_step wanted = { 0 };
	bool changed = false;

	for (size_t i = 0; i < number; i++)
		group.further |= job->caches.list.at[i].ours;
	for (size_t i = 0; i < job->calls.len; i++)
		if (job->calls.at[i].covered_by == cache->step->index &&
		    !group_add(p, &group, &job->calls.at[i]))
			return false;
	if (group.envdirs.list.len == 0 || is_planned(p, cache->step, cache->path))
		return true;
	if (!compose(&wanted, p->arena, p->workflow, p->context, &group, &p->naming,
		     explains(p, cache->step) ? STR("") : p->explained_in))
		return false;
	if (wanted.probe.id.len > 0) /* nothing names its Python any more: that wants a new step */
		return true;
	if (!list_add(p->arena, &p->places,
		      (struct place){ cache->step->list, cache->step->position, cache->path }) ||
	    !maintain_step(&p->plan->edits, &p->plan->expectations, p->arena, p->tree, cache,
			   &wanted, &changed))
		return false;
	if (!changed)
		return true;
	diagnostic_finding(p->diagnostics, SEVERITY_WARNING, "cache-out-of-date", job->job->id,
			   cache->step->body->range,
			   "the key of this step no longer names all that its environments depend on");
	return list_add(p->arena, &job->updates, cache->step);
}

static bool plan_job(struct planner *p, const struct job *job)
{
	struct job_plan plan = { .job = job };
	struct groups groups = { 0 };

	p->naming.job = job;
	p->naming.given.len = 0;
	plan.release = release_sign(p->arena, p->workflow, job);
	plan.skipped = why_skip_job(p, &plan);
	if (!judge_calls(p, &plan) || !make_groups(p, &groups, &plan))
		return false;
	for (size_t i = 0; i < plan.caches.list.len; i++)
		if (plan.caches.list.at[i].ours && !plan.skipped && !update_step(p, &plan, i))
			return false;
	for (size_t i = 0; i < groups.list.len; i++)
		if (!plan_group(p, &plan, &groups.list.at[i]))
			return false;
	if (!findings_add(p->diagnostics, p->arena, p->workflow, p->context, &plan, &p->seen))
		return false;
	return plan.calls.len == 0 || list_add(p->arena, &p->plan->jobs, plan);
}

/* The job that holds an explanation from an earlier run. */
static struct str find_explained(const struct planner *p)
{
	struct str bytes = p->tree->source->bytes;
	size_t at = str_find(bytes, STR("# " CACHE_COMMENT_LONG), 0);

	for (size_t i = 0; at != STR_NONE && i < p->workflow->jobs.len; i++) {
		const struct job *job = &p->workflow->jobs.at[i];

		if (job->body->range.start <= at && at < job->body->range.end)
			return job->id;
	}
	return STR("");
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

enum status plan_make(struct plan *plan, struct arena *arena, const struct workflow *workflow,
		      const struct plan_context *context, struct diagnostics *diagnostics)
{
	struct planner p = { .plan = plan,
			     .arena = arena,
			     .workflow = workflow,
			     .tree = workflow->tree,
			     .context = context,
			     .naming = { .arena = arena, .tree = workflow->tree },
			     .diagnostics = diagnostics };

	p.reference = choose_reference(&p);
	p.explained_in = find_explained(&p);
	for (size_t i = 0; i < workflow->jobs.len; i++)
		if (!plan_job(&p, &workflow->jobs.at[i]))
			return STATUS_NOMEM;
	for (size_t i = 0; i < p.naming.named.len; i++)
		if (!insert_id(&p, &p.naming.named.at[i]))
			return STATUS_NOMEM;
	for (size_t i = 0; i < p.steps.list.len; i++)
		if (!list_add(arena, &plan->edits.list, p.steps.list.at[i]))
			return STATUS_NOMEM;
	if (p.refused)
		return STATUS_INVALID;
	if (!script_insertions_plan(&p.words, arena, p.tree, &plan->edits, &plan->expectations))
		return STATUS_NOMEM;
	if (!edits_sort(&plan->edits, workflow->tree->source->bytes.len)) {
		diagnostic_file(diagnostics, SEVERITY_ERROR, "left as it is: two edits meet");
		return STATUS_INVALID;
	}
	return arena->failed ? STATUS_NOMEM : STATUS_OK;
}

bool job_runs_nox(struct arena *arena, const struct workflow *workflow, const struct job *job,
		  const struct nox_names *names)
{
	struct nox_calls calls = { 0 };

	if (!nox_calls_find(&calls, arena, workflow, job, names))
		return false;
	for (size_t i = 0; i < calls.list.len; i++)
		if (calls.list.at[i].runs)
			return true;
	return false;
}
