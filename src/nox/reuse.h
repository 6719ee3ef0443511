/* SPDX-License-Identifier: MIT */
/* Does a call of Nox reuse the environments that a cache restores, and may it? */
#ifndef NOX_REUSE_H
#define NOX_REUSE_H

#include "nox/calls.h"
#include "nox/noxfile.h"

enum reuse_verdict {
	REUSE_HAPPENS,	/* the call or the noxfile says so */
	REUSE_WANTS,	/* -r is to be added */
	REUSE_OFF,	/* the noxfile says no on purpose */
	REUSE_UNSAFE,	/* stale code would be tested */
	REUSE_POINTLESS, /* the sessions have no environments */
};

struct reuse_judgement {
	enum reuse_verdict verdict;
	bool unsure;	      /* something could not be told; why says what to look at */
	bool installs_nothing; /* surely nothing of the project is installed, nor anything that
				* changes while its version stays: -R is right too */
	bool exact;	      /* surely each session's installs remove what does not belong to them
			       * (uv sync, pip-sync): a partial hit leaves nothing behind */
	bool blind;	      /* its noxfile cannot be seen */
	bool uv;	      /* surely uv makes all the environments and installs into them */
	struct str session;   /* the session that decided, or empty; borrowed */
	const char *why;      /* static, for the refusals and where unsure; else NULL */
};

/* Judges a call by its command line, the backend that its step sets (may be empty) and the noxfile
 * (NULL: it cannot be seen). */
struct reuse_judgement reuse_judge(const struct nox_call *call, struct str backend,
				   const struct noxfile *noxfile);

#endif
