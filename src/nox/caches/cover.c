/* SPDX-License-Identifier: MIT */
/* The folders of all caches are in a lookup. A query looks up the folder and each of its parents,
 * at most FOLDER_MAX / 2 of them. */
#include "config.h"

#include "nox/caches/cover.h"

static void add_next(struct cover *cover, struct arena *arena)
{
	const struct cache *cache = &cover->caches->list.at[cover->next];

	for (size_t i = 0; cache->restores && i < cache->folders.len; i++) {
		size_t *number = lookup_put(&cover->folders, arena, cache->folders.at[i], 0, NULL);

		*number = cover->next;
	}
	cover->next++;
}

const struct cache *cover_find(struct cover *cover, struct arena *arena, size_t step,
			       struct folder folder)
{
	const struct caches *caches = cover->caches;
	const struct cache *last = NULL;

	while (cover->next < caches->list.len && caches->list.at[cover->next].step->index < step)
		add_next(cover, arena);
	do {
		const size_t *number = lookup_get(&cover->folders, folder.path);

		if (number && (!last || &caches->list.at[*number] > last))
			last = &caches->list.at[*number];
	} while (folder_up(&folder.path));
	return last;
}

/* Numbers the folders that the caches name. */
static void number_folders(struct lookup *numbers, struct arena *arena, const struct caches *caches,
			   size_t *count)
{
	bool added;

	for (size_t i = 0; i < caches->list.len; i++)
		for (size_t k = 0; k < caches->list.at[i].folders.len; k++) {
			lookup_put(numbers, arena, caches->list.at[i].folders.at[k], *count,
				   &added);
			*count += added;
		}
}

/* Finds, for each folder that caches name, the first of the folders inside it. */
static void find_first(size_t *first, const struct lookup *numbers, const struct str *folders,
		       size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct str folder = folders[i];

		if (!folder.p)
			continue;
		do {
			const size_t *number = lookup_get(numbers, folder);

			if (number && first[*number] > i)
				first[*number] = i;
		} while (folder_up(&folder));
	}
}

const size_t *cover_first(struct arena *arena, const struct caches *caches,
			  const struct str *folders, size_t count)
{
	struct lookup numbers = { 0 };
	size_t named = 0;
	size_t *first, *result;

	number_folders(&numbers, arena, caches, &named);
	first = arena_alloc(arena, named + 1, sizeof(*first));
	result = arena_alloc(arena, caches->list.len + 1, sizeof(*result));
	for (size_t i = 0; i < named; i++)
		first[i] = STR_NONE;
	find_first(first, &numbers, folders, count);
	for (size_t i = 0; i < caches->list.len; i++) {
		const struct cache *cache = &caches->list.at[i];

		result[i] = STR_NONE;
		for (size_t k = 0; k < cache->folders.len; k++) {
			size_t number = *lookup_get(&numbers, cache->folders.at[k]);

			if (first[number] < result[i])
				result[i] = first[number];
		}
	}
	return result;
}
