/* SPDX-License-Identifier: MIT */
/* The state shared by the modules that plan a file. Only they include it. */
#ifndef NOX_PLANNER_H
#define NOX_PLANNER_H

#include "base/lookup.h"
#include "nox/findings/findings.h"
#include "nox/plan/word_places.h"
#include "nox/release/overview.h"
#include "nox/step/compose.h"
#include "nox/step/reference.h"
#include "nox/survey/survey.h"

/* A step that gets another place in its list. */
struct moved_step {
	struct range from; /* its lines */
	size_t to;	   /* the start of a line */
	const char *after; /* a line break that it needs after it, or "" */
};

/* Planned changes. */
struct changes {
	struct edits edits;
	struct edits steps; /* the new steps; kept apart as they come after ids at the same place */
	struct expectations expectations;
	struct text_insertions words; /* the -r after the word nox */
	LIST(struct moved_step) moves;
};

enum { PLANNER_SHAPES = 8 };

/* Texts that are kept beyond the plan of a job, equal ones once: most jobs of a file get the same. */
struct kept_texts {
	struct arena *arena; /* of the texts */
	struct lookup texts;
};

struct planner {
	struct plan *plan;
	const struct plan_memory *memory;
	struct arena *arena;	    /* of the current job; what is in it may end with the job */
	struct arena *drafts;	    /* what ends with the planning */
	struct changes now;	    /* of the current job, */
	struct changes all;	    /* and of those before it, as drafts; in the end, now is all */
	struct kept_texts written;  /* those of edits, */
	struct kept_texts expected; /* of expectations, */
	struct kept_texts told;	    /* and of outcomes */
	const struct call_fate *fate;	    /* that of the last call, or NULL, */
	const struct new_cache *cache;	    /* and that of the last new step */
	struct shapes last[PLANNER_SHAPES]; /* the last kept shapes, by their number */
	const struct workflow *workflow;
	const struct tree *tree;
	const struct plan_context *context;
	const struct overview *overview;
	const struct overview_file *file; /* in the overview */
	struct lookup
		unsafe; /* why an action may get no cache because of the jobs that use it, by its
			       * path; "" if it may */
	struct diagnostics *diagnostics;
	struct cache_reference reference;
	struct explanation explained;
	const size_t
		*served; /* for each cache of the current job the number of the first call that it
			       * serves, or STR_NONE; NULL without --fix-existing */
	size_t legs;	 /* see findings_add() */
	struct naming naming;
	bool refused;  /* an edit is impossible, or a limit is exceeded; see the diagnostics */
	size_t calls;  /* so far */
	size_t caches; /* so far */
	struct lookup mended; /* the mended steps, by the offsets of their bodies */
	struct lookup places; /* where cache steps are already planned, see plan.c */
};

struct groups {
	LIST(struct cache_group) list;
	struct lookup folders; /* of environments, each with the number of its group */
};

/* Limit of folders of environments in one job. No job written by people has so many. */
enum { PLANNER_FOLDERS_MAX = 100 };

/* Refuses the file because of a job, with a message. */
void planner_refuse(struct planner *p, const struct job *job, const char *message);

/* Adds what is planned now to all that is, and begins anew. */
void planner_keep_changes(struct planner *p);

/* The text, or an equal one that is kept, if it ends with the job or with the planning. */
struct str planner_keep_text(struct planner *p, struct kept_texts *kept, struct str text);

/* Adds the outcome of a job to the plan, and its whole plan where the settings ask for it. */
void planner_tell(struct planner *p, const struct job_plan *job);

/* Is the whole plan of the job kept? */
bool planner_keeps_plan(const struct planner *p, const struct job *job);

/* Gives the plan all changes, once now is all: the new steps after ids at the same place. Returns
 * STATUS_INVALID, with a message, if two edits overlap. */
CHECKED enum status planner_finish(struct planner *p);

/* Fills the job's calls and judges each: covered, skipped, or in need of a cache. */
void planner_judge(struct planner *p, struct job_plan *job);

/* Reports each action of the repository that runs Nox for the job and may get no cache, and a
 * workflow of another repository that the job calls to run Nox. */
void planner_report_uses(struct planner *p, const struct job_plan *job);

/* Does the call need a new cache step? */
bool call_wants_cache(const struct judged_call *judged);

/* Groups the calls that need a cache by the step that will serve them: one per folder of
 * environments. Folders that one step is the first to need share its cache step. A job with more
 * than PLANNER_FOLDERS_MAX is refused. */
void planner_group(struct planner *p, struct groups *groups, const struct job_plan *job);

/* Adds a call to a group. */
void group_add(struct planner *p, struct cache_group *group, const struct judged_call *judged);

#endif
