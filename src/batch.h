/* SPDX-License-Identifier: MIT */
/* The files of a run, grouped by repository. */
#ifndef BATCH_H
#define BATCH_H

#include "nox/glance.h"
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
	struct str shown;   /* its path for display, relative to the current folder */
	struct str inner;   /* relative to the root, as found or named */
	struct str written; /* the file itself relative to the root: the target of a link */
	unsigned mode;	    /* 0100644 or 0100755 */
	bool target;	/* to be processed; otherwise only read */
	bool from_stdin;
	bool parsed; /* false where its bytes say that parsing changes nothing */
	bool guessed; /* an action that is used by its name in the bytes, and by no step that was read */
	struct glance glance;
	bool near;   /* of a group's last: one of it may run Nox */
	struct item *group; /* those that use each other lead to one that leads to itself */
};

/* What an item uses of its repository. */
struct item_use {
	struct item *item;
	struct str path;
};

/* A repository named on the command line, and what was read of it. */
struct project {
	struct str root; /* on disk; the batch's */
	bool whole;	 /* named as a folder: all its workflows and the actions they use */
	LIST(struct str) named; /* named files, relative to the root; the batch's */
	struct lookup by_name;
	bool stdin_named;	/* standard input is one of its workflows */

	/* Valid from batch_open to batch_unload. */
	struct arena arena;
	struct plan_settings settings; /* the caller's, passed to batch_load */
	struct str refusal; /* the caller's: why the repository is not processed, or empty */
	struct repository repository; /* already open, or its work tree will be opened */
	LIST(struct item *) items;
	struct lookup by_inner;	 /* items by the path they were found by, */
	struct lookup by_written; /* and those to be judged by where their bytes lie */
	LIST(struct item_use) uses; /* as far as they are told from the bytes */
	bool unclear;		    /* there are others */
	enum { ROOT_UNKNOWN, ROOT_NONE, ROOT_ACTION } root_action;
	struct remotes remotes; /* read where a file may name another by the repository's name */
	struct survey survey;
	struct plan_context context;
	struct overview overview;
	struct cache_reference reference;
};

/* Zero-initialise all but worker.here. Must not move while in use. */
struct batch {
	struct arena arena;
	struct yaml_worker worker; /* parses all files */
	LIST(struct project *) projects;
	struct lookup by_root;
};

void batch_release(struct batch *batch);

/* Adds a PATH of the command line: a file, a folder, or "-" for standard input. */
void batch_add(struct batch *batch, const char *path);

/* The same for a folder, which need not exist. */
void batch_add_folder(struct batch *batch, const char *path);

/* Opens the work tree of a repository unless it is open. */
void batch_open(struct project *project);

/* Opens, reads and plans a repository's files. Those that can neither run Nox nor matter to one that does
 * are not parsed, so that no error in their YAML is reported. What fails on a file is in its own diagnostics. */
void batch_load(struct batch *batch, struct project *project, const struct plan_settings *settings);

/* Frees what was read of a repository. */
void batch_unload(struct project *project);

#endif
