/* SPDX-License-Identifier: MIT */
/* Finds the workflows and local actions of a repository. */
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

/* The file of a local action ("./.github/actions/x": action.yml or action.yaml), with links
 * resolved. Returns false if there is none. */
bool discover_action(struct str *path, struct arena *arena, struct repository *r,
		     struct str folder);

/* The platform of a workflow, from its folder, or of an action, from the folders of its
 * repository. */
enum platform platform_of(struct repository *r, struct str path);

#endif
