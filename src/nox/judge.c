/* SPDX-License-Identifier: MIT */
/* Judging the calls of a job: is there a cache already, would it help, may it? */
#include "config.h"

#include "nox/cover.h"
#include "nox/planner.h"
#include "nox/release.h"
#include "nox/selection.h"

#define IGNORE_MARK "nox-cache-inject: ignore"

enum { READS_MAX = 100 }; /* files that the installs of one call read */

bool strs_hold(const struct strs *strs, struct str text)
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

	if (s->jobs.list.len > 0 && !strs_hold(&s->jobs, job->job->id))
		return "not asked for (--job)";
	if (strs_hold(&s->skip_jobs, job->job->id))
		return "left out (--skip-job)";
	if (job->job->key && layout_has_mark(p->tree, job->job->key, false, IGNORE_MARK))
		return "ignored by its comment";
	if (job->release && !s->include_release)
		return "release job (see --include-release)";
	if (s->jobs.list.len == 0 && untrusted_trigger(p->arena, p->workflow))
		return "its workflow runs for untrusted triggers (see --job)";
	if (!s->include_release && release_triggers(p->arena, p->workflow))
		return "its workflow also runs for releases (see --include-release)";
	return NULL;
}

static bool add_reads(struct planner *p, struct judged_call *judged, const struct noxfile *noxfile,
		      const bool *wanted, bool all)
{
	for (size_t i = 0; i < noxfile->reads.len; i++)
		if (noxfile->reads.at[i].all == all && (all || wanted[i]) &&
		    judged->reads.list.len < READS_MAX &&
		    !list_add(p->arena, &judged->reads.list, noxfile->reads.at[i].path))
			return false;
	return true;
}

/* The files that the installs of a call's sessions read: those of all sessions first. */
static bool find_reads(struct planner *p, struct judged_call *judged, const struct noxfile *noxfile)
{
	bool wanted[NOXFILE_READS_MAX] = { false };
	struct selection selection;

	if (!noxfile)
		return true;
	selection_of(&selection, &judged->call, noxfile);
	for (size_t i = 0; i < noxfile->sessions.len; i++) {
		const struct noxfile_session *session = &noxfile->sessions.at[i];

		for (size_t k = 0; k < session->reads.len; k++)
			wanted[session->reads.at[k]] |= selection.chosen[i] || selection.open;
	}
	return add_reads(p, judged, noxfile, wanted, true) &&
	       add_reads(p, judged, noxfile, wanted, false);
}

/* Judges whether a restored environment would be reused, and whether it may be. */
static void judge_reuse(struct planner *p, const struct job *job, struct judged_call *judged)
{
	const struct nox_call *call = &judged->call;
	const struct noxfile *noxfile =
		survey_noxfile(p->context->survey, call->checkout.inner);
	struct reuse_judgement *reuse = &judged->reuse;

	if (!find_reads(p, judged, noxfile))
		return; /* the arena has failed */
	*reuse = reuse_judge(call, call->backend, noxfile);
	if (reuse->verdict == REUSE_POINTLESS) {
		judged->skipped = "its sessions have no environments";
	} else if (reuse->verdict == REUSE_OFF) {
		judged->skipped = reuse->why;
		diagnostic_finding(p->diagnostics, SEVERITY_WARNING, "cache-not-reused", job->id,
				   call->range, "no cache helps here: %s", reuse->why);
	} else if (reuse->verdict == REUSE_UNSAFE) {
		judged->skipped = "reuse could test stale code";
		diagnostic_finding(p->diagnostics, SEVERITY_WARNING, "reuse-unsafe", job->id,
				   call->range, "session %.*s could test stale code: %s",
				   STR_ARG(reuse->session), reuse->why);
	} else if (reuse->verdict == REUSE_WANTS && !call->by_action && call->option_at == STR_NONE &&
		   !p->context->settings->keep_runs) {
		judged->skipped = "no option can be put behind this nox";
		diagnostic_finding(p->diagnostics, SEVERITY_WARNING, "cache-not-reused", job->id,
				   call->range, "write nox -r here: Nox rebuilds what a cache brings, and "
				   "this command cannot be changed from outside");
	} else if (reuse->verdict == REUSE_WANTS && call->by_action) {
		diagnostic_finding(p->diagnostics, SEVERITY_WARNING, "cache-not-reused", job->id,
				   call->range, "see that Nox is run with -r here, or that its noxfile "
				   "reuses environments: else it rebuilds what the cache brings");
	} else if (reuse->unsure) {
		diagnostic_finding(p->diagnostics, SEVERITY_NOTE, "reuse-unsafe", job->id,
				   call->range, "%s", reuse->why);
	}
}

/* Whether a step's comments say so; asked for each of its calls, read once. */
struct ignored {
	const struct step *step;
	bool is;
};

static bool is_ignored(const struct planner *p, struct ignored *ignored, const struct step *step)
{
	if (ignored->step != step)
		*ignored = (struct ignored){ step, layout_has_mark(p->tree, step->body, true,
								   IGNORE_MARK) };
	return ignored->is;
}

void planner_refuse(struct planner *p, const struct job *job, const char *message)
{
	const struct node *place = job->key ? job->key : job->body;

	diagnostic_at(p->diagnostics, SEVERITY_ERROR, place->range, "%s", message);
	p->refused = true;
}

bool planner_judge(struct planner *p, struct job_plan *job)
{
	struct nox_calls calls = { 0 };
	struct cover cover = { .caches = &job->caches };
	struct ignored ignored = { 0 };

	job->skipped = why_skip_job(p, job);
	if (!nox_calls_find(&calls, p->arena, p->workflow, job->job, &p->context->settings->names) ||
	    !caches_of(&job->caches, p->arena, p->tree, job->job, p->context->survey))
		return false;
	p->caches += job->caches.list.len;
	if (job->caches.many || p->caches > CACHES_MAX) {
		planner_refuse(p, job->job, "found more than 20,000 steps that cache, those in local "
					    "actions counted");
		job->caches.list.len = 0;
		return true;
	}
	p->calls += calls.list.len;
	if (calls.many || p->calls > NOX_CALLS_MAX) {
		planner_refuse(p, job->job, "found more than 20,000 calls of Nox");
		return true;
	}
	for (size_t i = 0; i < calls.list.len; i++) {
		struct judged_call judged = { .call = calls.list.at[i], .covered_by = STR_NONE };
		const struct cache *cache = judged.call.runs
						    ? cover_of(&cover, p->arena, judged.call.step->index,
							       judged.call.envdir)
						    : NULL;

		judged.skipped = judged.call.skipped ? judged.call.skipped : job->skipped;
		if (!judged.skipped && is_ignored(p, &ignored, judged.call.step))
			judged.skipped = "ignored by its comment";
		if (!judged.skipped)
			judge_reuse(p, job->job, &judged);
		if (cache) {
			judged.covered_by = cache->step->index;
			judged.covered_by_ours = cache->ours;
			if (!cache->ours)
				judged.skipped = judged.call.skipped;
		}
		if (judged.call.runs && judged.skipped)
			diagnostic_at(p->diagnostics, SEVERITY_NOTE, judged.call.range,
				      "left alone: %s", judged.skipped);
		if (!list_add(p->arena, &job->calls, judged))
			return false;
	}
	return true;
}
