/* SPDX-License-Identifier: MIT */
/* A balanced tree (AA tree; A. Andersson, "Balanced search trees made simple", 1993). Unlike a hash
 * table, no choice of keys makes it slow: its depth is at most 2 * log2(n + 1). Keys are in the order of
 * their hashes, so that most comparisons do not read the text. */
#include "config.h"

#include "base/lookup.h"

#include <stdint.h>

struct lookup_entry {
	const char *text;
	uint32_t len;
	uint32_t level; /* 1 for a leaf; a left child is one lower, a right child may be equal */
	unsigned long long hash; /* str_quick_hash */
	size_t number;
	struct lookup_entry *left;
	struct lookup_entry *right;
};

static struct str entry_text(const struct lookup_entry *entry)
{
	return (struct str){ entry->text, entry->len };
}

static int compare(struct str text, unsigned long long hash, const struct lookup_entry *entry)
{
	if (hash != entry->hash)
		return hash < entry->hash ? -1 : 1;
	return str_compare(text, entry_text(entry));
}

static struct lookup_entry *find(const struct lookup *lookup, struct str text,
				 unsigned long long hash)
{
	struct lookup_entry *at = lookup->root;

	while (at) {
		int order = compare(text, hash, at);

		if (order == 0)
			break;
		at = order < 0 ? at->left : at->right;
	}
	return at;
}

size_t *lookup_get(const struct lookup *lookup, struct str text)
{
	struct lookup_entry *found = lookup->root ? find(lookup, text, str_quick_hash(text)) : NULL;

	return found ? &found->number : NULL;
}

/* A left child of the same level becomes the parent. */
static struct lookup_entry *skew(struct lookup_entry *at)
{
	struct lookup_entry *left = at->left;

	if (!left || left->level != at->level)
		return at;
	at->left = left->right;
	left->right = at;
	return left;
}

/* The first of two consecutive right children of the same level becomes the parent, one level
 * up. */
static struct lookup_entry *split(struct lookup_entry *at)
{
	struct lookup_entry *right = at->right;

	if (!right || !right->right || right->right->level != at->level)
		return at;
	at->right = right->left;
	right->left = at;
	right->level++;
	return right;
}

/* Inserts an entry whose key is new below at. Returns the new root of that subtree. */
static struct lookup_entry *insert(struct lookup_entry *at, struct lookup_entry *entry)
{
	if (!at)
		return entry;
	if (compare(entry_text(entry), entry->hash, at) < 0)
		at->left = insert(at->left, entry);
	else
		at->right = insert(at->right, entry);
	return split(skew(at));
}

size_t *lookup_put(struct lookup *lookup, struct arena *arena, struct str text, size_t number,
		   bool *added)
{
	unsigned long long hash = str_quick_hash(text);
	struct lookup_entry *entry = find(lookup, text, hash);

	if (added)
		*added = !entry;
	if (entry)
		return &entry->number;
	entry = arena_new(arena, struct lookup_entry);
	*entry = (struct lookup_entry){ .text = text.p,
					.len = (uint32_t)text.len,
					.hash = hash,
					.number = number,
					.level = 1 };
	lookup->root = insert(lookup->root, entry);
	return &entry->number;
}

/* ------------------------------------------------------------------ pointers */

_Static_assert(sizeof(size_t) >= sizeof(uintptr_t), "a pointer fits into a number");

void *lookup_pointer(const struct lookup *lookup, struct str text)
{
	const size_t *number = lookup_get(lookup, text);

	return number ? (void *)(uintptr_t)*number : NULL;
}

void lookup_add_pointer(struct lookup *lookup, struct arena *arena, struct str text,
			const void *pointer)
{
	lookup_put(lookup, arena, text, (size_t)(uintptr_t)pointer, NULL);
}
