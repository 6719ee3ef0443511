/* SPDX-License-Identifier: MIT */
/* Classifies requirements that are not plain names: folders, wheels, repositories, archives. */
#ifndef NOX_NOXFILE_SOURCES_H
#define NOX_NOXFILE_SOURCES_H

#include "nox/noxfile/noxfile.h"
#include "nox/noxfile/values.h"

enum source_kind {
	SOURCE_NAMED,	  /* a name of the package index, maybe with a version */
	SOURCE_FOLDER,	  /* of the repository, or built from it but not a wheel */
	SOURCE_WHEEL,	  /* a local one */
	SOURCE_PINNED,	  /* from elsewhere, at a commit or version */
	SOURCE_MOVING,	  /* from elsewhere: a branch, an archive of one */
	SOURCE_ELSEWHERE, /* from elsewhere; unknown whether it moves */
	SOURCE_UNKNOWN,
};

/* Classifies one requirement of pip (PEP 508, or a path or URL). pip reinstalls from a repository,
 * a URL or a local wheel only if the version differs from the installed one; a local folder or
 * sdist it always reinstalls (pip/_internal/resolution/resolvelib/ resolver.py). Branches move.
 * Tags mostly do not, so a tag that looks like a version counts as pinned. */
enum source_kind source_kind(struct value requirement);

/* Is a place where an installer looks for files on the web? */
bool source_is_url(struct str text);

#endif
