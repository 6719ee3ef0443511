/* SPDX-License-Identifier: MIT */
/* The cache step for a group of Nox calls of one job: its paths, its key, its comment. */
#ifndef NOX_COMPOSE_H
#define NOX_COMPOSE_H

#include "nox/cache_group.h"
#include "nox/comment.h"
#include "nox/context.h"
#include "nox/naming.h"
#include "nox/step.h"

/* Composes the step but for its id and its action; a step that sets Python up and has no id is given one
 * (it is in naming->named then). Where nothing is explained yet, this step shall do it. */
void compose(struct cache_step *step, struct arena *arena, const struct workflow *workflow,
	     const struct plan_context *context, const struct cache_group *group, struct naming *naming,
	     const struct explanation *explained);

#endif
