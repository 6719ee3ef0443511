/* SPDX-License-Identifier: MIT */
/* The calls that one cache step serves. */
#ifndef NOX_CACHE_GROUP_H
#define NOX_CACHE_GROUP_H

#include "nox/context.h"
#include "nox/generators.h"
#include "nox/legs.h"
#include "nox/setups.h"

/* A noxfile that the calls of a group run, and what the installs of their sessions read. */
struct group_noxfile {
	const struct nox_call *call; /* the first that runs it */
	struct strs reads;
};

/* The calls of one job that one new cache step is to serve. */
struct cache_group {
	const struct job *job;
	/* Of the job. */
	const struct leg_reads *reads;
	const struct setups *setups;
	const struct generators *generators;
	const struct step *first; /* it stands in front of this step */
	size_t last;		  /* index of the last step that it serves */
	bool guarded;		  /* a run for a tag is to restore nothing */
	bool leaves; /* the installs of a session may leave what is no longer required */
	const char *reuser;	  /* what reuses a restored environment: "`nox -r`", "Nox"; or NULL */
	struct str interpreter;	  /* the command that starts the Python which Nox runs under */
	const struct container *container; /* that all its calls run in, or NULL */
	struct folders envdirs;
	LIST(struct group_noxfile) noxfiles;
};

#endif
