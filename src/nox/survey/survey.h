/* SPDX-License-Identifier: MIT */
/* The files of a repository besides its workflows: noxfiles, dependency files, local actions. Each
 * is read once, however many jobs need it. */
#ifndef NOX_SURVEY_H
#define NOX_SURVEY_H

#include "nox/noxfile/noxfile.h"
#include "nox/survey/dependencies.h"
#include "workflow/uses.h"
#include "workflow/workflow.h"

struct shared_keys;
struct yaml_worker;

/* Kinds of steps that are looked for in local actions. */
enum surveyed_kind { SURVEYED_CACHES, SURVEYED_UV_SETUPS, SURVEYED_KINDS };

/* Zero-initialise except the first four. Everything found belongs to the arena. */
struct survey {
	struct repository *repository;
	struct yaml_worker *worker;
	struct arena *arena;
	const struct remotes *remotes; /* by which its files may refer to each other, or NULL */
	struct lookup noxfiles;	       /* by path */
	struct lookup dependencies; /* by noxfile and the files its installs read, one per line */
	struct lookup actions;	    /* by path of the file, */
	struct lookup steps[SURVEYED_KINDS]; /* and the steps of each kind in them */
	struct lookup templates;	     /* by kind and folder */
	struct lookup matches;		     /* by patterns, one per line */
	struct lookup no_setups;	     /* local actions that set up no Python, by path */
	struct shared_keys *keys;	     /* see nox/shared_keys.h; NULL: not read yet */
	size_t matching; /* the work spent on matches, see nox/survey/hash_files.h */
};

/* The noxfile at a path, or NULL if it cannot be read. The modules that it imports are read too,
 * see noxfile_modules.h. */
const struct noxfile *survey_noxfile(struct survey *survey, struct str path);

/* The files on which the environments of a noxfile depend, including those in reads, which its
 * installs read (relative to its folder). */
const struct dependencies *survey_dependencies(struct survey *survey, struct str noxfile,
					       const struct str *reads, size_t count);

/* The files of a template in a folder, by generator_patterns(). */
const struct dependencies *survey_template(struct survey *survey, struct str folder, bool copier);

/* The local action in a folder ("./.github/actions/x" without "./"), or NULL if it cannot be
 * read. */
const struct workflow *survey_action(struct survey *survey, struct str folder);

/* Steps of a local action. */
struct surveyed_steps {
	const struct workflow *action;
	LIST(const struct step *) list;
};

/* The steps of the local action in a folder whose uses: is wanted. The function is the same for all
 * calls of one kind. NULL if the action cannot be read. */
const struct surveyed_steps *survey_action_steps(struct survey *survey, struct str folder,
						 enum surveyed_kind kind,
						 bool (*wanted)(const struct uses *uses));

/* Adds an action that has already been read. */
void survey_add_action(struct survey *survey, struct str path, const struct workflow *action);

/* True if it is known that hashFiles() of the patterns matches no file. */
bool survey_matches_nothing(struct survey *survey, const struct str *patterns, size_t count);

#endif
