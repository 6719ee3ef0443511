/* SPDX-License-Identifier: MIT */
/* The possible values of an expression, as far as the workflow's text shows them. */
#ifndef NOX_VALUES_H
#define NOX_VALUES_H

#include "workflow/expression.h"
#include "workflow/workflow.h"

/* From good to bad. */
enum values_kind {
	VALUES_ABSENT,	/* there is none: the empty text */
	VALUES_FIT,	/* each is allowed in a key */
	VALUES_UNKNOWN, /* at least one is computed elsewhere */
	VALUES_UNFIT,	/* at least one is not allowed: a map, a list, too long, or with a comma */
};

/* A version of CPython that a value names; "3.13.1t" is of the minor version 3.13,
 * free-threaded. */
struct value_version {
	struct str text;
	size_t minor; /* bytes of text that name the minor version; 0: there is none */
	bool threaded;
};

enum { VALUES_MINORS_MAX = 32 };

/* The worst of the values, and properties of all of them. */
struct values {
	enum values_kind kind;
	size_t longest; /* in bytes */
	/* Each names a version of CPython, and no two have the same minor version: the exact
	 * version that is found for one distinguishes it from the others. */
	bool distinct;
	/* One names another implementation, whose set-up does not report its Python version. */
	bool foreign;
	bool several; /* one has blanks, commas or line breaks: it may be a list */
	bool pinned;  /* each has the digest of an image */
	struct value_version
		versions[VALUES_MINORS_MAX]; /* as far as they are distinct; borrowed */
	size_t versions_len;
};

/* Finds all values of a member of the matrix (a node, or NULL), such as matrix.entry.python. Names
 * are compared without case. Texts are the arena's. */
void values_of_matrix(struct values *values, struct arena *arena, const struct tree *tree,
		      const struct node *matrix, const struct reference *reference);

/* For a value computed elsewhere, its name is the only sign that it is a short word. */
bool value_is_short_by_name(struct str name);

/* Is a template string only a reference, "${{ matrix.x }}", perhaps with blanks around it? Returns
 * it; its members are those of *nodes. */
bool value_is_reference(struct reference *reference, struct arena *arena, struct expression *nodes,
			struct str text);

#endif
