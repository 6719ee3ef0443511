/* SPDX-License-Identifier: MIT */
/* The bytes of a file of a repository. Where the files are too large together, bytes that are not needed are
 * freed and read again. */
#ifndef ITEM_BYTES_H
#define ITEM_BYTES_H

#include "project.h"

/* Reads them for the first time. An error is in the file's diagnostics. */
enum status item_bytes_read(struct project *project, struct item *item);

/* Frees them until they are needed. What they show is kept. */
void item_bytes_drop(struct project *project, struct item *item);

/* Reads them again if they were dropped. Where they are not the same any more the file has failed. */
void item_bytes_need(struct project *project, struct item *item);

/* Frees them, at the end. */
void item_bytes_release(struct item *item);

/* See glance_names_cache() and those after it. */
bool item_names_cache(const struct item *item);
bool item_gives_artifacts(const struct item *item);
bool item_takes_artifacts(const struct item *item);

#endif
