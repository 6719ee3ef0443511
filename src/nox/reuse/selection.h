/* SPDX-License-Identifier: MIT */
/* Selects the sessions of a noxfile that a Nox call runs. */
#ifndef NOX_SELECTION_H
#define NOX_SELECTION_H

#include "nox/call/calls.h"
#include "nox/noxfile/noxfile.h"

struct selection {
	bool chosen[NOXFILE_SESSIONS_MAX]; /* by number in the noxfile */
	bool named;	  /* the call names them, and the noxfile has all of those names */
	bool has_unknown; /* others may run too: one of these starts a session with an unknown name */
};

/* Selects the sessions that the call names, else the default ones, else (keywords, tags, an unknown
 * name) all; and the sessions that these start. NOXSESSION counts as --session. */
void selection_find(struct selection *selection, const struct nox_call *call,
		    const struct noxfile *noxfile);

/* The text of a session's name before its first expression or variable. */
struct str selection_known_part(const struct session_name *name);

#endif
