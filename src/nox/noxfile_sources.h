/* SPDX-License-Identifier: MIT */
/* Requirements that are no plain names: folders, wheels, repositories, archives. */
#ifndef NOX_NOXFILE_SOURCES_H
#define NOX_NOXFILE_SOURCES_H

#include "nox/noxfile.h"
#include "nox/noxfile_values.h"

enum source_kind {
	SOURCE_NAMED,	  /* a name of the package index, maybe with a version */
	SOURCE_FOLDER,	  /* of the repository, or what is built from it but for a wheel */
	SOURCE_WHEEL,	  /* a local one */
	SOURCE_PINNED,	  /* of elsewhere, at a commit or version */
	SOURCE_MOVING,	  /* of elsewhere: a branch, an archive of one */
	SOURCE_ELSEWHERE, /* of elsewhere; whether it moves cannot be told */
	SOURCE_UNKNOWN,
};

/* Classifies one requirement as pip takes it (PEP 508, or a path or URL). pip installs what comes
 * from a repository, a URL or a local wheel only where its version differs from the one that is
 * installed; a local folder or sdist it always installs (pip/_internal/resolution/resolvelib/
 * resolver.py). Branches move; tags mostly do not, so that a tag like a version counts as pinned.
 */
enum source_kind source_kind(struct value requirement);

/* Whether a place where an installer looks for files is one of the web. */
bool source_is_url(struct str text);

#endif
