/* SPDX-License-Identifier: MIT */
/* The files of a run, repository by repository. */
#ifndef BATCH_H
#define BATCH_H

#include "base/file.h"
#include "nox/rewrite.h"
#include "workflow/discover.h"
#include "yaml/worker.h"

/* One file of a repository. Texts are the batch's. */
struct item {
	struct rewrite rewrite;
	struct found_file file;
	struct str written; /* where its bytes lie, relative to the root: the target of a link */
	struct file_identity identity;
	bool target;	/* to be judged; else it is read for what it tells about the repository */
	bool from_stdin;
};

struct repository {
	struct str root; /* on disk; the batch's */
	bool whole;	 /* named as a folder: all its workflows, and the actions they use */
	LIST(struct item *) items;
	struct plan_context context;
	struct cache_reference reference;
};

/* Zero-initialise but for no_isolation; must not move once it is in use. */
struct batch {
	struct arena arena;
	struct yaml_worker worker; /* parses all files */
	bool no_isolation;	   /* not used: YAML is parsed in this process */
	LIST(struct repository) repositories;
};

void batch_release(struct batch *batch);

/* Adds what a PATH of the command line names: a file, a folder, or "-" for standard input. False
 * when memory is out. */
CHECKED bool batch_add(struct batch *batch, const char *path);

/* Reads and plans a repository's files. What fails on a file is in its own diagnostics. False when
 * memory is out. */
CHECKED bool batch_load(struct batch *batch, struct repository *repository,
			const struct plan_settings *settings);

/* Frees the contents of a repository's files once they have been dealt with. */
void batch_unload(struct repository *repository);

#endif
