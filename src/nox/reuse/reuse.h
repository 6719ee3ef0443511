/* SPDX-License-Identifier: MIT */
/* Decides whether a Nox call reuses the environments that a cache restores, and whether that is
 * safe. */
#ifndef NOX_REUSE_H
#define NOX_REUSE_H

#include "nox/call/calls.h"
#include "nox/noxfile/noxfile.h"

enum reuse_verdict {
	REUSE_ALREADY,	    /* the call or the noxfile enables it */
	REUSE_NEEDS_OPTION, /* -r has to be added */
	REUSE_REFUSED,	    /* the noxfile disables it on purpose */
	REUSE_UNSAFE,	    /* stale code would be tested */
	REUSE_POINTLESS,    /* the sessions have no environments */
};

struct reuse_judgement {
	enum reuse_verdict verdict : 8;
	bool unsure;	       /* something is unknown; why says what to check */
	bool installs_nothing; /* it is certain that nothing of the project is installed, nor
			        * anything that changes while its version stays: -R is safe too */
	bool exact;	       /* it is certain that each session's installs remove other packages
			       * (uv sync, pip-sync): a partial hit leaves none of them */
	bool blind;	       /* its noxfile cannot be read */
	bool off;	       /* as the call and the noxfile are now, nothing is reused */
	bool uv;	       /* it is certain that uv makes all environments and installs into
			       * them */
	struct str session;    /* the session that decided, or empty; borrowed */
	const char *why;       /* static; set for refusals and if unsure, else NULL */
};

/* Judges a call by its command line, the backend that its step sets (may be empty) and the noxfile
 * (NULL: it cannot be read). */
struct reuse_judgement reuse_judge(const struct nox_call *call, struct str backend,
				   const struct noxfile *noxfile);

#endif
