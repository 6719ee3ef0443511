/* SPDX-License-Identifier: MIT */
/* Which files of a repository are workflows and local actions. */
#ifndef WORKFLOW_DISCOVER_H
#define WORKFLOW_DISCOVER_H

#include "repository/repository.h"

/* In the order of repository_marks. */
enum platform { PLATFORM_GITHUB, PLATFORM_FORGEJO, PLATFORM_GITEA };

/* Paths of a repository; texts are the arena's. */
struct found_files {
	LIST(struct str) list;
};

/* Adds the workflow files of a repository, sorted by name. */
void discover_workflows(struct found_files *files, struct arena *arena, struct repository *r);

/* The file of a local action ("./.github/actions/x": action.yml or action.yaml), its links followed;
 * false where there is none. */
bool discover_action(struct str *path, struct arena *arena, struct repository *r,
		     struct str folder);

/* By the folder in which a workflow lies; of an action by the folders that its repository has. */
enum platform platform_of(struct repository *r, struct str path);

#endif
