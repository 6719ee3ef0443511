/* SPDX-License-Identifier: MIT */
/* The files of a run, repository by repository. */
#ifndef BATCH_H
#define BATCH_H

#include "nox/rewrite.h"
#include "repository/remotes.h"
#include "workflow/discover.h"
#include "yaml/worker.h"
#include "nox/overview.h"
#include "nox/reference.h"
#include "nox/survey.h"

/* One file of a repository. Texts are the project's. */
struct item {
	struct rewrite rewrite;
	struct str shown;   /* its path as the user may write it */
	struct str inner;   /* relative to the root, as it was found or named */
	struct str written; /* where its bytes lie, relative to the root: the target of a link */
	unsigned mode;	    /* 0100644 or 0100755 */
	bool target;	/* to be judged; else it is read for what it tells about the repository */
	bool from_stdin;
};

/* A repository as the command line names it, with what is read of it. */
struct project {
	struct str root; /* on disk; the batch's */
	bool whole;	 /* named as a folder: all its workflows, and the actions they use */
	LIST(struct str) named; /* files that were named, each once; relative to the root; the batch's */
	struct lookup by_name;
	bool stdin_named;	/* standard input stands for one of its workflows */

	/* From batch_open to batch_unload. */
	struct arena arena;
	struct plan_settings settings; /* the caller's, to be given to batch_load */
	struct str refusal; /* the caller's: why nothing of it is done, or empty */
	struct repository repository; /* open already, or its work tree will be opened */
	LIST(struct item *) items;
	struct lookup by_inner;	 /* items by the path they were found by, */
	struct lookup by_written; /* and those to be judged by where their bytes lie */
	struct remotes remotes; /* read where a file may name another by the repository's name */
	struct survey survey;
	struct plan_context context;
	struct overview overview;
	struct cache_reference reference;
};

/* Zero-initialise but for worker.here; must not move once it is in use. */
struct batch {
	struct arena arena;
	struct yaml_worker worker; /* parses all files */
	LIST(struct project *) projects;
	struct lookup by_root;
};

void batch_release(struct batch *batch);

/* Adds what a PATH of the command line names: a file, a folder, or "-" for standard input. */
void batch_add(struct batch *batch, const char *path);

/* The same for what is a folder, also where it is not there. */
void batch_add_folder(struct batch *batch, const char *path);

/* Opens a repository's work tree, unless it is open already. */
void batch_open(struct project *project);

/* Opens, reads and plans a repository's files. What fails on a file is in its own diagnostics. */
void batch_load(struct batch *batch, struct project *project, const struct plan_settings *settings);

/* Frees what has been read of a repository once it has been dealt with. */
void batch_unload(struct project *project);

#endif
