/* SPDX-License-Identifier: MIT */
/* The calls that one cache step serves. */
#ifndef NOX_CACHE_GROUP_H
#define NOX_CACHE_GROUP_H

#include "nox/key/legs.h"
#include "nox/python/setups.h"
#include "nox/settings/context.h"
#include "nox/survey/generators.h"

/* A noxfile that the calls of a group run, and the files that its sessions' installs read. */
struct group_noxfile {
	const struct nox_call *call; /* the first that runs it */
	struct strs reads;
};

/* The calls of one job that one new cache step serves. */
struct cache_group {
	const struct job *job;
	/* Those of the job. */
	const struct leg_reads *reads;
	const struct setups *setups;
	const struct generators *generators;
	const struct step *first; /* the step is inserted before this step */
	size_t last;		  /* index of the last step that it serves */
	bool guarded;		  /* a run for a tag restores nothing */
	bool leaves; /* an install of a session may leave packages that are no longer required */
	const char *reuser;	/* what reuses a restored environment: "`nox -r`", "Nox"; or NULL */
	struct str interpreter; /* the command that starts the Python that Nox runs under */
	const struct container *container; /* in which all its calls run, or NULL */
	struct folders envdirs;
	LIST(struct group_noxfile) noxfiles;
};

#endif
