/* SPDX-License-Identifier: MIT */
/* What the plan of a file needs to know of the other files of its repository: an overview, the ids of jobs
 * that run Nox, the cache action that is used. It is little, and kept when the files are not. */
#ifndef SIBLINGS_H
#define SIBLINGS_H

#include "project.h"

/* Notes what others need to know of the files that were parsed. */
void siblings_note_all(struct project *project);

/* The same of one, where they are not all in memory: all actions first. Its tree is not needed afterwards,
 * unless it is an action. */
void siblings_note(struct project *project, struct item *item);

/* Sets the context of the project, when all are noted. Parses files that are looked at for their cache action
 * alone. */
void siblings_finish(struct project *project);

#endif
