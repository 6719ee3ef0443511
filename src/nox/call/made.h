/* SPDX-License-Identifier: MIT */
/* Folders that a script creates before it runs Nox in them. A restored folder there would be in the
 * script's way, or would be moved. */
#ifndef NOX_MADE_H
#define NOX_MADE_H

#include "script/script.h"
#include "workflow/folder.h"

struct made_folder {
	struct str path; /* of the workspace */
	bool lenient;	 /* it may exist already (mkdir -p) */
};

/* Zero-initialise. */
struct made {
	LIST(struct made_folder) list;
	bool any; /* a command creates folders with unknown names: a template, an archive */
};

enum { MADE_MAX = 1000 }; /* folders; more count as any */

/* Records what a command creates that runs in the folder here. */
void made_note(struct made *made, struct arena *arena, const struct command *command,
	       struct folder here);

/* May Nox's folder, or its folder of environments, have been created? start is the initial folder
 * of the script. */
bool made_before(const struct made *made, struct folder start, struct folder folder,
		 struct folder envdir);

#endif
