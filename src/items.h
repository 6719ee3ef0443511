/* SPDX-License-Identifier: MIT */
/* Selects the files of a repository that are parsed. A file is near Nox if it may run Nox, or uses or is
 * used by a file that is near it. Files that are near are parsed, and those that may affect them. Errors
 * in the YAML of other files are not reported. */
#ifndef ITEMS_H
#define ITEMS_H

#include "output/change.h"
#include "project.h"

/* Adds a file once. Adding it again can only make it a target. */
struct item *item_add(struct project *project, struct str inner, bool target);

/* Reads all files, and adds the local actions that they use. Parses only those whose uses are
 * unclear from their bytes. Sets project->matters and near_bytes. */
void items_read(struct project *project);

/* To be called for each file that is parsed, and again when it is planned. Returns false if loading is to
 * stop. */
bool items_go_on(const struct batch *batch, struct project *project, size_t steps);

/* Parses those that are near Nox, and those that take artifacts of other runs. */
void items_parse(struct batch *batch, struct project *project);

/* The same, where they are not all in memory: calls note for each file that is parsed, which may close it;
 * first for all actions. */
void items_parse_each(struct batch *batch, struct project *project,
		      void (*note)(struct project *project, struct item *item));

/* Reads the tree of a file that is closed or was never open. */
void item_open(struct project *project, struct item *item);

/* Parses a file that may affect others. An error in it is discarded. */
void item_parse_aside(struct project *project, struct item *item);

/* Whether an action was added that no step uses. Asked after items_parse. */
bool item_is_bogus(const struct project *project, struct item *item);

/* What its edits change, at its path relative to the root. */
struct change item_change(struct item *item);

/* Marks all files as not parsed and discards their errors. */
void items_forget(struct project *project);

#endif
