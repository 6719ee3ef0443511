/* SPDX-License-Identifier: MIT */
/* Which files of a repository are read, and which of them are parsed. A file is near Nox where it may
 * run it, or uses or is used by one that is near it; only what is near, and what may tell something to
 * those that are, is parsed, and errors in the YAML of others are not reported. */
#ifndef ITEMS_H
#define ITEMS_H

#include "batch.h"

/* Adds a file once; a second mention can only make it a target. */
struct item *item_add(struct project *project, struct str inner, bool target);

/* Reads all files, and adds the local actions that they use. Parses only those whose uses nothing else
 * tells. */
void items_read(struct batch *batch, struct project *project);

/* Is there a file to be judged that is near Nox? */
bool items_matter(const struct project *project);

/* Parses those that are near Nox, and those that take artifacts of other runs. */
void items_parse(struct batch *batch, struct project *project);

/* Parses a file for what it tells others; an error in it is forgotten. */
void item_parse_aside(struct project *project, struct item *item);

/* Has an action been taken for used that no step uses? Its users have all been parsed then. */
bool item_is_bogus(const struct project *project, struct item *item);

/* Takes back that anything was parsed. */
void items_forget(struct project *project);

#endif
