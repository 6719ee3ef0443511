/* SPDX-License-Identifier: MIT */
/* The place of a call: folders, interpreter, backend and container. */
#ifndef NOX_PLACE_H
#define NOX_PLACE_H

#include "nox/call/checkout.h"
#include "nox/call/container.h"
#include "workflow/folder.h"

/* Where Nox runs, and with what. Calls that follow each other mostly share one. */
struct call_place {
	struct str interpreter;	  /* the command that starts the Python that Nox runs under */
	struct str backend;	  /* requested by the command or by variables, or empty */
	bool backend_said;	  /* by the command */
	bool envdir_said;	  /* the same */
	bool made;		  /* the script itself may have created the folder */
	struct str noxfile;	  /* its path in the workspace */
	struct checkout checkout; /* the checkout that contains the noxfile */
	struct folder envdir;	  /* the folder to cache */
	const struct container *container; /* the container in which it runs, started by the script;
					    * or NULL */
};

/* A copy of the place in the arena, or the one of the call before it if that is the same. before may be
 * NULL. */
const struct call_place *call_place_keep(struct arena *arena, const struct call_place *before,
					 const struct call_place *place);

#endif
