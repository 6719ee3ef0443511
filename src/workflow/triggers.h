/* SPDX-License-Identifier: MIT */
/* When a workflow runs, as far as it matters for the safety and use of a cache. */
#ifndef NOX_TRIGGERS_H
#define NOX_TRIGGERS_H

#include "workflow/workflow.h"

/* A set of bits. docs.github.com, "Events that trigger workflows"; Forgejo and Gitea have the same
 * names. */
enum trigger {
	TRIGGER_TAG = 1 << 0,	/* release, or push with a filter of tags */
	TRIGGER_PUSH = 1 << 1,	/* push without a filter of branches or tags: both */
	TRIGGER_OTHER = 1 << 2, /* branches, pull requests, and all events without a bit
				       * here */
	TRIGGER_SCHEDULE = 1 << 3,
	TRIGGER_MANUAL = 1 << 4, /* workflow_dispatch, repository_dispatch */
	TRIGGER_CALL = 1 << 5,	 /* workflow_call: the callers' triggers count */
	/* A filter of branches contains a name with "release", which linters take as a sign that
	 * the workflow publishes (zizmor 1.32, "cache-poisoning"). */
	TRIGGER_RELEASE_BRANCH = 1 << 6,
	/* Strangers can start the run, which has the scope of the default branch (docs.github.com,
	 * "Secure use reference"). */
	TRIGGER_PULL_REQUEST_TARGET = 1 << 7,
	TRIGGER_ISSUE_COMMENT = 1 << 8,
	TRIGGER_WORKFLOW_RUN = 1 << 9,
};

/* The triggers in the workflow's `on:`; 0 for a composite action. */
unsigned triggers_of(const struct workflow *workflow);

/* Does it run only for tags and releases? Runs started by hand do not count. */
bool triggers_are_tags(unsigned triggers);

/* Does it run only on a schedule? Runs started by hand do not count. */
bool triggers_are_schedule(unsigned triggers);

/* The name of a trigger that lets strangers start the workflow, or NULL. Static. */
const char *triggers_untrusted(unsigned triggers);

/* Does a job's condition allow only runs for tags and releases, or only runs on a schedule? Only
 * plain conditions are judged: those without "!" and "||". */
bool condition_is_tags(struct str condition);
bool condition_is_schedule(struct str condition);

#endif
