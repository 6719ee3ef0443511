/* SPDX-License-Identifier: MIT */
/* A repository of a run, and its files. */
#ifndef PROJECT_H
#define PROJECT_H

#include "config_file.h"
#include "nox/call/glance.h"
#include "nox/plan/rewrite.h"
#include "nox/release/overview_maker.h"
#include "nox/step/reference.h"
#include "nox/survey/survey.h"
#include "repository/remotes.h"
#include "workflow/discover.h"
#include "yaml/packed.h"
#include "yaml/worker.h"

/* One file of a repository. Texts are the project's. */
struct item {
	struct rewrite *rewrite; /* NULL where nothing of it is in memory; see item_wake */
	struct str shown;	 /* its path for display, relative to the current folder */
	struct str inner;	 /* relative to the root, as found or named */
	struct str written;	 /* the file itself relative to the root: the target of a link */
	unsigned mode;		 /* 0100644 or 0100755 */
	size_t order;		 /* its index in the project's items */
	uint32_t number;	 /* in the overview, or INDEX_NONE */
	bool target;		 /* to be processed; otherwise only read */
	bool from_stdin;
	bool parsed; /* false where its bytes say that parsing changes nothing */
	bool closed; /* parsed, but of its tree only this is in memory now: */
	struct packed packed;
	struct buf content; /* owns rewrite->bytes */
	bool dropped;	    /* they were freed and must be read again, */
	bool seen;	    /* and the following is known of them */
	bool names_cache, gives_artifacts, takes_artifacts;
	unsigned long long hash;
	size_t size;
	bool kept;     /* others have pointers into it: it is not closed again */
	bool uncached; /* no job of it has a cache */
	bool planned;  /* and verified, and it was not closed since */
	unsigned long long
		verified; /* str_quick_hash of its new text, once that is verified; or 0 */
	bool guessed; /* an action that is used by its name in the bytes, and by no step that was read */
	struct glance glance;
	bool near;	    /* of a group's last: one of it may run Nox */
	struct item *group; /* those that use each other lead to one that leads to itself */
};

/* What an item uses of its repository. */
struct item_use {
	struct item *item;
	struct str path;
};

/* A repository named on the command line. Texts are the batch's. */
struct root {
	struct str path;	/* on disk */
	bool whole;		/* named as a folder: all its workflows and the actions they use */
	LIST(struct str) named; /* named files, relative to the root */
	struct lookup by_name;
	bool stdin_named; /* standard input is one of its workflows */
};

/* What is known of the files of a repository for the plans of others. */
struct siblings {
	struct overview_maker maker;
	const struct item *reference_of; /* the first that uses a cache action, or NULL */
	struct cache_reference reference;
	bool wants_reference; /* a file to be planned uses none itself */
};

/* What was read of a repository. Zero-initialise. */
struct project {
	struct str root; /* these four as in struct root; borrowed */
	bool whole;
	LIST(struct str) named;
	bool stdin_named;

	/* Valid from batch_open on. */
	struct arena arena;
	enum status status;	       /* the caller's: of reading its settings */
	struct plan_settings settings; /* the caller's, passed to batch_read */
	struct rewrite own;	       /* its file of settings, if there is one, */
	struct config_names names;     /* and the names in it */
	struct str refusal; /* the caller's: why the repository is not processed, or empty */
	struct repository repository; /* already open, or its work tree will be opened */
	LIST(struct item *) items;
	struct lookup by_inner;	    /* items by the path they were found by, */
	struct lookup by_written;   /* and those to be judged by where their bytes lie */
	LIST(struct item_use) uses; /* as far as the bytes show them */
	bool unclear;		    /* there are others */
	bool matters;		    /* a file to be planned is near Nox */
	size_t at_once; /* bytes of files that may be in memory at once: others are dropped and read again */
	bool in_turn;	   /* the caller's: it takes one file after the other, see batch_ready */
	bool writes;	   /* and takes those that change a second time, to write them */
	bool twice;	   /* its files are too many to be in memory at once: they are read twice */
	size_t near_bytes; /* of files that are near, if it matters */
	size_t near_largest; /* of the largest of them */
	size_t near_count;   /* and their number */
	size_t planned;	     /* how many items, from the first on, are planned, */
	size_t finished;     /* and are verified and checked as a whole */
	size_t verified; /* how many items, from the first on, are verified or need no verification */
	bool stopped;	 /* the caller did not want all of it to be loaded */
	enum { ROOT_UNKNOWN, ROOT_NONE, ROOT_ACTION } root_action;
	struct remotes remotes; /* read where a file may name another by the repository's name */
	struct survey survey;
	struct plan_context context;
	struct siblings siblings;
	struct overview overview;
	LIST(struct item *) overviewed; /* by their numbers in it */
	struct project *next;		/* read before this one is parsed; or NULL */
};

/* Zero-initialise all but worker.here. Must not move while in use. */
struct batch {
	/* Called while a repository is loaded, with the number of files that are done; false stops
	 * that. Or NULL. */
	bool (*goes_on)(void *caller, size_t done, size_t total);
	void *caller;
	struct arena arena;
	struct yaml_worker worker; /* parses all files */
	LIST(struct root *) roots;
	struct lookup by_root;
};

#endif
