/* SPDX-License-Identifier: MIT */
/* Judges the calls of a job: is there a cache already, would it help, is it allowed? */
#include "config.h"

#include "nox/caches/cover.h"
#include "nox/plan/mend.h"
#include "nox/plan/planner.h"
#include "nox/reuse/selection.h"
#include "nox/rules/ignore.h"
#include "nox/rules/rules.h"
#include "workflow/uses.h"

enum { READS_MAX = 100 }; /* files that the installs of one call read */

/* A reason that is not a constant text. */
#define REASON(p, ...) (arena_printf((p)->arena, __VA_ARGS__).p)

/* Why a job of the repository, in any file, gets no cache, or NULL. */
static const char *why_unsafe(const struct planner *p, const struct overview_job *job)
{
	const struct plan_settings *s = p->context->settings;
	const struct overview_file *file = &p->overview->files.at[job->file];
	bool named = s->jobs.list.len > 0;

	if (job->sign.len > 0 && !s->include_release)
		return REASON(p, "release job: %.*s (see --include-release)", STR_ARG(job->sign));
	if (triggers_untrusted(file->triggers) && !named)
		return REASON(p, "its workflow runs for %s, which strangers can start (see --job)",
			      triggers_untrusted(file->triggers));
	if ((triggers_are_schedule(file->triggers) || job->scheduled) && !named &&
	    !s->include_release)
		return "it runs on a schedule only, to test new versions (see --job)";
	return NULL;
}

/* A run for a tag restores nothing. If there are no other runs, a cache is useless. */
static const char *why_useless(const struct planner *p, const struct job *job)
{
	struct str condition = scalar_value(p->tree, job_field(job, JOB_IF));

	if (p->context->settings->include_release)
		return NULL;
	return triggers_are_tags(p->file->triggers) || condition_is_tags(condition)
		       ? "it runs for tags and releases only (see --include-release)"
		       : NULL;
}

/* An action gets a cache only if every job that uses it may have one. */
static const char *find_unsafe_user(const struct planner *p, const struct overview_file *action)
{
	for (size_t i = action->callers.start; i < action->callers.end; i++) {
		const struct overview_use *use = &p->overview->uses.at[p->overview->callers[i]];
		const struct overview_job *job = &p->overview->jobs.at[use->job];
		const struct overview_file *file = &p->overview->files.at[job->file];
		const char *why = file->kind == WORKFLOW_ACTION ? NULL : why_unsafe(p, job);

		if (why)
			return REASON(p, "job %.*s of %.*s uses it: %s", STR_ARG(job->id),
				      STR_ARG(file->inner), why);
	}
	return NULL;
}

static const char *why_unsafe_to_users(struct planner *p, size_t file)
{
	const struct overview_file *action = &p->overview->files.at[file];
	const char *why = lookup_pointer(&p->unsafe, action->inner);

	if (!why) {
		why = find_unsafe_user(p, action);
		why = why ? arena_copy(p->memory->arena, str_from(why)).p : "";
		lookup_add_pointer(&p->unsafe, p->drafts, action->inner, why);
	}
	return why[0] ? why : NULL;
}

/* Why the user does not want the job, or NULL. */
static const char *why_deselected(const struct plan_settings *s, struct str id)
{
	if (s->jobs.list.len > 0 && !strs_contain(&s->jobs, id))
		return "not selected (--job)";
	return strs_contain(&s->skip_jobs, id) ? "excluded (--skip-job)" : NULL;
}

/* Why a job as a whole is skipped, or NULL. */
static const char *why_skip_job(struct planner *p, const struct job_plan *job)
{
	const char *why;

	if (job->job->key && ignore_node(p->tree, job->job->key, false))
		return "ignored by its comment";
	why = why_unsafe(p, job->overviewed);
	if (!why && p->workflow->kind == WORKFLOW_ACTION)
		why = why_unsafe_to_users(p, job->overviewed->file);
	return why ? why : why_useless(p, job->job);
}

/* Could a run for a tag restore a cache of the job? With --include-release it may. */
static bool is_guarded(const struct planner *p, const struct job_plan *job)
{
	unsigned triggers = p->file->triggers;
	struct str condition = scalar_value(p->tree, job_field(job->job, JOB_IF));

	if (job->overviewed->sign.len > 0 || triggers_are_tags(triggers) ||
	    condition_is_tags(condition))
		return false;
	return (triggers & TRIGGER_TAG) || ((triggers & TRIGGER_PUSH) && p->file->publishes);
}

static void add_reads(struct planner *p, struct judged_call *judged, const struct noxfile *noxfile,
		      const bool *wanted, bool all)
{
	for (size_t i = 0; i < noxfile->reads.len; i++)
		if (noxfile->reads.at[i].all == all && (all || wanted[i]) &&
		    judged->reads.list.len < READS_MAX)
			list_add(p->arena, &judged->reads.list, noxfile->reads.at[i].path);
}

/* The files that the installs of a call's sessions read, starting with those that all sessions
 * depend on. */
static void find_reads(struct planner *p, struct judged_call *judged, const struct noxfile *noxfile)
{
	bool wanted[NOXFILE_READS_MAX] = { false };
	struct selection selection;

	if (!noxfile)
		return;
	selection_find(&selection, judged->call, noxfile);
	for (size_t i = 0; i < noxfile->sessions.len; i++) {
		const struct noxfile_session *session = &noxfile->sessions.at[i];

		for (size_t k = 0; k < session->reads.len; k++)
			wanted[session->reads.at[k]] |=
				selection.chosen[i] || selection.has_unknown;
	}
	add_reads(p, judged, noxfile, wanted, true);
	add_reads(p, judged, noxfile, wanted, false);
}

/* Judges whether a restored environment would be reused, and whether it may be. covered: a person
 * caches it. */
static void judge_reuse(struct planner *p, const struct job *job, struct judged_call *judged,
			bool covered)
{
	const struct nox_call *call = judged->call;
	const struct noxfile *noxfile =
		survey_noxfile(p->context->survey, call->place->checkout.inner);
	struct reuse_judgement *reuse = &judged->reuse;
	struct finding finding = { .rule = RULE_CACHE_NOT_REUSED,
				   .job = job->id,
				   .range = call_range(call) };

	find_reads(p, judged, noxfile);
	*reuse = reuse_judge(call, call->place->backend, noxfile);
	if (reuse->verdict == REUSE_POINTLESS) {
		judged->skipped = "its sessions have no environments";
	} else if (reuse->verdict == REUSE_REFUSED) {
		judged->skipped = reuse->why;
		finding.remedy = "Let the noxfile reuse environments, or remove the cache.";
		finding_add(p->diagnostics, finding, "a cache does not help here: %s", reuse->why);
	} else if (reuse->verdict == REUSE_UNSAFE) {
		judged->skipped = "reuse could test stale code";
		if (covered && reuse->off) /* nothing is stale yet: see findings.c */
			return;
		finding.rule = RULE_REUSE_UNSAFE;
		finding_add(p->diagnostics, finding, "session %.*s could test stale code: %s",
			    STR_ARG(reuse->session), reuse->why);
	} else if (reuse->verdict == REUSE_NEEDS_OPTION && !call->indirect &&
		   !call_takes_option(call) && !p->context->settings->keep_runs) {
		judged->skipped = "no option can be added to this nox";
		finding_add(p->diagnostics, finding,
			    "Nox rebuilds what a cache restores, and -r cannot be added to this "
			    "command: write nox -r here");
	} else if (reuse->verdict == REUSE_NEEDS_OPTION && call->indirect) {
		finding_add(p->diagnostics, finding,
			    "make sure that Nox runs with -r here, or that its noxfile reuses "
			    "environments: otherwise it rebuilds what the cache restores");
	} else if (reuse->unsure) {
		finding.rule = RULE_REUSE_UNSAFE;
		finding.note = true;
		finding_add(p->diagnostics, finding, "%s", reuse->why);
	}
}

/* Does the script create the folder in which it runs Nox? Not if it exists in the checkout, nor in
 * a checkout of another repository, whose contents are unknown. */
static bool is_created(struct planner *p, const struct nox_call *call)
{
	struct str folder = folder_of_file(call->place->checkout.inner);

	if (!call->place->made ||
	    (!call->place->checkout.own && call->place->checkout.folder.len > 0))
		return false;
	return !call->place->checkout.own || folder.len == 0 ||
	       !repository_has_folder(p->context->survey->repository, folder);
}

/* Do the comments of a step ignore it? Called for each of its calls, read once. */
struct ignored {
	const struct step *step;
	bool is;
};

static bool is_ignored(const struct planner *p, struct ignored *ignored, const struct step *step)
{
	if (ignored->step != step)
		*ignored = (struct ignored){ step, ignore_node(p->tree, step->body, true) };
	return ignored->is;
}

void planner_refuse(struct planner *p, const struct job *job, const char *message)
{
	const struct node *place = job->key ? job->key : job->body;

	diagnostic_at(p->diagnostics, SEVERITY_ERROR, node_range(place), "%s", message);
	p->refused = true;
}

/* Judges one call, which a cache of the job may serve already. */
static struct judged_call judge_call(struct planner *p, const struct job_plan *job,
				     const struct nox_call *call, struct cover *cover,
				     struct ignored *ignored)
{
	struct judged_call judged = { .call = call, .covered_by = INDEX_NONE };
	const struct cache *cache =
		call->runs ? cover_find(cover, p->arena, call->step->index, call->place->envdir)
			   : NULL;

	if (!cache)
		cache = mend_moved(job, call);
	judged.skipped = call->skipped ? call->skipped : job->skipped;
	if (!judged.skipped && is_ignored(p, ignored, call->step))
		judged.skipped = "ignored by its comment";
	if (!judged.skipped && is_created(p, call))
		judged.skipped = "its folder is created by the step that runs Nox";
	/* Problems of an existing cache are also reported in a skipped job. */
	if (!judged.skipped || (cache && !cache->ours && !call->skipped && !job->deselected))
		judge_reuse(p, job->job, &judged, cache && !cache->ours);
	if (cache) {
		judged.covered_by = cache->step->index;
		judged.covered_by_ours = cache->ours;
		if (!cache->ours && judged.reuse.verdict != REUSE_POINTLESS && !job->deselected)
			judged.skipped = call->skipped;
	}
	if (call->runs && judged.skipped)
		diagnostic_at(p->diagnostics, SEVERITY_NOTE, call_range(call), "left alone: %s",
			      judged.skipped);
	return judged;
}

void planner_judge(struct planner *p, struct job_plan *job)
{
	struct nox_calls *calls = &job->found;
	struct cover cover = { .caches = &job->caches };
	struct ignored ignored = { 0 };

	job->skipped = why_deselected(p->context->settings, job->job->id);
	job->deselected = job->skipped != NULL;
	if (!job->skipped)
		job->skipped = why_skip_job(p, job);
	job->guarded = is_guarded(p, job);
	nox_calls_find(calls, p->arena, p->workflow, job->job, &p->context->settings->names);
	caches_find(&job->caches, p->arena, p->tree, job->job, p->context->survey);
	mend_paths(p, job, calls);
	mend_places(p, job, calls);
	p->caches += job->caches.list.len;
	if (job->caches.many || p->caches > CACHES_MAX) {
		planner_refuse(p, job->job,
			       "found more than 20,000 cache steps, including those "
			       "in local actions");
		job->caches.list.len = calls->list.len = 0;
		return;
	}
	p->calls += calls->list.len;
	if (calls->many || p->calls > NOX_CALLS_MAX) {
		planner_refuse(p, job->job, "found more than 20,000 calls of Nox");
		calls->list.len = 0;
		return;
	}
	list_reserve(p->arena, &job->calls, calls->list.len);
	for (size_t i = 0; i < calls->list.len; i++)
		list_add(p->arena, &job->calls,
			 judge_call(p, job, &calls->list.at[i], &cover, &ignored));
}

/* Is "nox" a word of the name? */
static bool names_nox(struct str name)
{
	for (size_t at = str_find(name, STR("nox"), 0); at != STR_NONE;
	     at = str_find(name, STR("nox"), at + 1)) {
		char before = at > 0 ? name.p[at - 1] : '/';
		char after = at + 3 < name.len ? name.p[at + 3] : '/';

		if (str_find_char(STR("/-_."), before, 0) != STR_NONE &&
		    str_find_char(STR("/-_."), after, 0) != STR_NONE)
			return true;
	}
	return false;
}

/* A workflow of another repository must cache for itself. Its name shows that it runs Nox. */
static void report_call(struct planner *p, const struct job *job)
{
	struct uses uses = uses_of(p->tree, job_field(job, JOB_USES));

	if (job_field(job, JOB_USES) && !uses.local && !uses.docker &&
	    (names_nox(uses.name) || names_nox(uses.path)))
		finding_add(p->diagnostics,
			    (struct finding){ .rule = RULE_MISSING_CACHE,
					      .job = job->id,
					      .range = node_range(job_field(job, JOB_USES)),
					      .note = true,
					      .remedy = "Add the cache in that repository." },
			    "runs Nox in a workflow of another repository, %.*s, where the cache "
			    "must be added",
			    STR_ARG(uses.name));
}

void planner_report_uses(struct planner *p, const struct job_plan *job)
{
	size_t number = p->file->first + (size_t)(job->job - p->workflow->jobs.at);
	const struct nox_names *names = &p->context->settings->names;

	for (size_t i = overview_first_use(p->overview, number);
	     i < p->overview->uses.len && p->overview->uses.at[i].job == number; i++) {
		const struct overview_use *use = &p->overview->uses.at[i];
		const struct overview_file *file = &p->overview->files.at[use->file];
		const struct step *step =
			use->step != INDEX_NONE ? &job->job->steps.at[use->step] : NULL;
		const char *why = step ? why_unsafe_to_users(p, use->file) : NULL;

		if (why && file->count > 0 &&
		    job_runs_nox(file->action, &file->action->jobs.at[0], names))
			finding_add(
				p->diagnostics,
				(struct finding){
					.rule = RULE_MISSING_CACHE,
					.job = job->job->id,
					.range = node_range(step_field(step, STEP_USES)),
					.note = true,
					.remedy =
						"Run Nox in steps of the jobs that may be cached." },
				"%.*s runs Nox and gets no cache: %s", STR_ARG(file->inner), why);
	}
	report_call(p, job->job);
}
