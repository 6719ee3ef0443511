/* SPDX-License-Identifier: MIT */
/* Commands that generate a project from a template of the repository (cookiecutter, copier, cruft).
 * The template shows what the generated project depends on. */
#ifndef NOX_GENERATORS_H
#define NOX_GENERATORS_H

#include "nox/survey/dependencies.h"
#include "script/script.h"
#include "workflow/folder.h"
#include "workflow/workflow.h"

struct generator {
	const struct step *step;
	struct folder source; /* the template, in the workspace */
	bool copier;	      /* a template of copier; else of cookiecutter, which cruft uses too */
};

enum { GENERATORS_MAX = 16 }; /* per job; more are ignored */

struct generators {
	LIST(struct generator) list;
};

/* Records a command that a step runs in a folder. */
void generators_note(struct generators *generators, struct arena *arena, const struct step *step,
		     const struct command *command, struct folder here);

/* Adds patterns for the files of a template in a folder, relative to the root of the repository.
 * Adds nothing if there is no template. */
void generator_patterns(struct dependencies *found, struct arena *arena,
			struct repository *repository, struct str folder, bool copier);

#endif
