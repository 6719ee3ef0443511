/* SPDX-License-Identifier: MIT */
/* Which sessions of a noxfile a call of Nox runs. */
#ifndef NOX_SELECTION_H
#define NOX_SELECTION_H

#include "nox/calls.h"
#include "nox/noxfile.h"

struct selection {
	bool chosen[NOXFILE_SESSIONS_MAX]; /* by their numbers in the noxfile */
	bool named; /* the call names them, and the noxfile has each of those names */
	bool open; /* others may run too: one of these starts a session whose name cannot be told */
};

/* The sessions that the call names, else those that run by default, else (keywords, tags, a name
 * that is not there) all; and those that these start. NOXSESSION counts as --session. */
void selection_of(struct selection *selection, const struct nox_call *call,
		  const struct noxfile *noxfile);

/* The text in front of the first expression or variable of a session's name. */
struct str selection_known_part(const struct word *name);

#endif
