/* SPDX-License-Identifier: MIT */
/* Commands that generate a project from a template of the repository (cookiecutter, copier, cruft):
 * what a generated project depends on is written in the template. */
#ifndef NOX_GENERATORS_H
#define NOX_GENERATORS_H

#include "nox/dependencies.h"
#include "nox/folder.h"
#include "script/script.h"
#include "workflow/workflow.h"

struct generator {
	const struct step *step;
	struct folder source; /* the template, in the workspace */
	bool copier;	      /* it is copier's; else cookiecutter's, which cruft takes too */
};

enum { GENERATORS_MAX = 16 }; /* in a job; more are left out */

struct generators {
	LIST(struct generator) list;
};

/* Takes note of a command of a step that runs in a folder. */
void generators_note(struct generators *generators, struct arena *arena, const struct step *step,
		     const struct command *command, struct folder here);

/* Adds patterns for the files of a template in a folder of the repository, seen from its root; none
 * where there is no template. */
void generator_patterns(struct dependencies *found, struct arena *arena,
			struct repository *repository, struct str folder, bool copier);

#endif
