/* SPDX-License-Identifier: MIT */
/* The cache step for a group of Nox calls of one job: its paths, its key, its comment. */
#ifndef NOX_COMPOSE_H
#define NOX_COMPOSE_H

#include "nox/key/cache_group.h"
#include "nox/settings/context.h"
#include "nox/step/comment.h"
#include "nox/step/naming.h"
#include "nox/step/step_text.h"

/* Composes the step except its id and its action. A step that sets up Python gets an id if it has
 * none (recorded in naming->named). If nothing is explained yet, the comment of this step explains
 * the key. */
void cache_step_compose(struct cache_step *step, struct arena *arena,
			const struct workflow *workflow, const struct plan_context *context,
			const struct cache_group *group, struct naming *naming,
			const struct explanation *explained);

/* The key part for the Python that the group's calls run under. A set-up step may be given an id. *probe
 * is the step that has to be added before the group's first step for it; its id is empty if none has. */
struct str compose_python(struct arena *arena, const struct workflow *workflow,
			  const struct cache_group *group, struct naming *naming,
			  struct probe_step *probe);

/* The file's name as a word of a key. */
struct str compose_file_word(struct arena *arena, const struct workflow *workflow);

#endif
