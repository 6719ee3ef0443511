/* SPDX-License-Identifier: MIT */
/* Folders that a script makes itself, before it runs Nox in them: what was restored there would be
 * in its way, or would be moved away. */
#ifndef NOX_MADE_H
#define NOX_MADE_H

#include "nox/folder.h"
#include "script/script.h"

struct made_folder {
	struct str path; /* of the workspace */
	bool lenient;	 /* what is there already is in nobody's way (mkdir -p) */
};

/* Zero-initialise. */
struct made {
	LIST(struct made_folder) list;
	bool any; /* a command makes folders whose names are not to be told: a template, an archive */
};

enum { MADE_MAX = 1000 }; /* folders; more count as any */

/* Takes note of what a command makes that runs in a folder. */
void made_note(struct made *made, struct arena *arena, const struct command *command,
	       struct folder here);

/* May Nox's folder, or the one that it keeps its environments in, have been made? start: where the
 * script began. */
bool made_before(const struct made *made, struct folder start, struct folder folder,
		 struct folder envdir);

#endif
