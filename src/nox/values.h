/* SPDX-License-Identifier: MIT */
/* The values that an expression may have, as far as the workflow's text shows them. */
#ifndef NOX_VALUES_H
#define NOX_VALUES_H

#include "workflow/expression.h"
#include "workflow/workflow.h"

/* From good to bad. */
enum values_kind {
	VALUES_ABSENT,	/* there is none: the empty text */
	VALUES_FIT,	/* each may stand in a key */
	VALUES_UNKNOWN, /* at least one is computed elsewhere */
	VALUES_UNFIT,	/* at least one may not: it is a map, a list, too long, or has a comma */
};

/* A version of CPython that a value names; "3.13.1t" is of the minor version 3.13,
 * free-threaded. */
struct value_version {
	struct str text;
	size_t minor; /* bytes of text that name the minor version; 0: it names none */
	bool threaded;
};

enum { VALUES_MINORS_MAX = 32 };

/* The worst of the values, and what is true for all of them. */
struct values {
	enum values_kind kind;
	size_t longest; /* in bytes */
	/* Each names a version of CPython, and no two of them one minor version: whichever exact
	 * version is found for one, it tells it from the others. */
	bool distinct;
	/* One names another implementation, whose set-up does not say which Python it is. */
	bool foreign;
	bool several; /* one has blanks, commas or line breaks: it may be a list */
	bool pinned;  /* each has the digest of an image */
	struct value_version versions[VALUES_MINORS_MAX]; /* as far as they are distinct; borrowed */
	size_t versions_len;
};

/* All values of a member of the matrix (a node, or NULL), such as matrix.entry.python; names do not
 * mind case. Texts are the arena's. */
void values_of_matrix(struct values *values, struct arena *arena, const struct tree *tree,
		      const struct node *matrix, const struct reference *reference);

/* Of a value that is computed elsewhere only its name says that it is a short word. */
bool value_is_short_by_name(struct str name);

/* The reference that a template string consists of, "${{ matrix.x }}", blanks around it aside. The
 * members are those of *nodes. False where it is anything else. */
bool value_is_reference(struct reference *reference, struct arena *arena, struct expression *nodes,
			struct str text);

#endif
