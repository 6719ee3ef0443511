/* SPDX-License-Identifier: MIT */
/* What the files of a repository say beside its workflows: noxfiles, dependency files, local
 * actions. Each is looked at once, however many jobs ask. */
#ifndef NOX_SURVEY_H
#define NOX_SURVEY_H

#include "nox/dependencies.h"
#include "nox/noxfile.h"
#include "workflow/uses.h"
#include "workflow/workflow.h"

struct yaml_worker;

/* Steps that are looked for in local actions. */
enum surveyed_kind { SURVEYED_CACHES, SURVEYED_UV_SETUPS, SURVEYED_KINDS };

/* Zero-initialise but for the first four. What is found belongs to the arena. */
struct survey {
	struct repository *repository;
	struct yaml_worker *worker;
	struct arena *arena;
	const struct remotes *remotes; /* under which its files may name each other, or NULL */
	struct lookup noxfiles;	   /* by path */
	struct lookup dependencies; /* by noxfile and what its installs read, a line each */
	struct lookup actions;	   /* by the path of their file, */
	struct lookup steps[SURVEYED_KINDS]; /* and of these the steps of each kind */
	struct lookup templates;   /* by kind and folder */
	struct lookup matches;	   /* by patterns, a line each */
	struct lookup barren;	   /* local actions that set no Python up, by path */
	size_t matching;	   /* what was spent on them, see nox/hash_files.h */
};

/* The noxfile at a path, or NULL where it is not there or cannot be read. The modules that it imports
 * are looked at too: see noxfile_modules.h. */
const struct noxfile *survey_noxfile(struct survey *survey, struct str path);

/* The files on which a noxfile's environments depend, those that its installs read included (their
 * paths seen from its folder). */
const struct dependencies *survey_dependencies(struct survey *survey, struct str noxfile,
					       const struct str *reads, size_t count);

/* The files of a template in a folder, as generator_patterns has them. */
const struct dependencies *survey_template(struct survey *survey, struct str folder, bool copier);

/* The local action in a folder ("./.github/actions/x" without "./"), or NULL where there is none that
 * can be read. */
const struct workflow *survey_action(struct survey *survey, struct str folder);

/* Steps of a local action. */
struct surveyed_steps {
	const struct workflow *action;
	LIST(const struct step *) list;
};

/* The steps of the local action in a folder whose uses: is wanted, by a function that is the same for
 * one kind. NULL where there is no action that can be read. */
const struct surveyed_steps *survey_action_steps(struct survey *survey, struct str folder,
						 enum surveyed_kind kind,
						 bool (*wanted)(const struct uses *uses));

/* Hands over the action at a path that has been read already. */
void survey_add_action(struct survey *survey, struct str path, const struct workflow *action);

/* True where hashFiles() of the patterns is known to match no file. */
bool survey_matches_nothing(struct survey *survey, const struct str *patterns, size_t count);

#endif
