/* SPDX-License-Identifier: MIT */
/* What is in memory of a file of a repository: its bytes, and what is made of them. Where the files are too
 * large together, what is not needed is freed, and read again. */
#ifndef ITEM_BYTES_H
#define ITEM_BYTES_H

#include "project.h"

enum { ITEM_COST = 768 }; /* bytes that a file takes besides its own */

/* Whether it is an action by its name. */
bool item_is_action(const struct item *item);

/* Sets item->rewrite, without bytes, if it is NULL. */
void item_wake(struct project *project, struct item *item);

/* Frees it, and so the tree and the plan. */
void item_sleep(struct item *item);

/* Reads the bytes for the first time. An error is in the file's diagnostics. */
enum status item_bytes_read(struct project *project, struct item *item);

/* Frees them, and all that was made of them, until they are needed. What they show is kept. */
void item_bytes_drop(struct project *project, struct item *item);

/* Reads them again if they were dropped. Where they are not the same any more the file has failed. */
void item_bytes_need(struct project *project, struct item *item);

/* Frees all, at the end. */
void item_bytes_release(struct item *item);

/* How many there are, in memory or not. */
static inline size_t item_size(const struct item *item)
{
	return item->dropped ? item->size : item->content.len;
}

/* See glance_names_cache() and those after it. */
bool item_names_cache(const struct item *item);
bool item_gives_artifacts(const struct item *item);
bool item_takes_artifacts(const struct item *item);

#endif
