/* SPDX-License-Identifier: MIT */
/* What is known of the values of expressions: texts, paths and lists that are written out, also by
 * way of names that the file binds once. Nothing is run. */
#ifndef NOX_NOXFILE_VALUES_H
#define NOX_NOXFILE_VALUES_H

#include "base/diagnostic.h"
#include "nox/noxfile_tokens.h"

/* Paths are relative to the noxfile's folder, in which Nox runs; one that is made of __file__ or
 * of the working folder begins with ".". */
struct value {
	struct str text;  /* the source's or the arena's; of an unknown value its certain start */
	bool known;	  /* text is all of it */
	bool wheel;	  /* unknown, and the expression names a wheel */
	struct str shape; /* all of it, "*" for each part that is not known; or empty */
};

struct values {
	LIST(struct value) list;
};

/* A name that the file binds. */
struct binding {
	struct str name;
	struct span
		value; /* empty where the name is bound twice, or otherwise than by "name = …" */
	bool aliased;  /* "other = name": the list may be changed under the other name */
};

/* The bindings of a file, sorted by name. */
struct constants {
	LIST(struct binding) list;
};

struct evaluator {
	struct arena *arena;
	const struct tokens *tokens;
	struct constants constants;
	size_t *steps; /* operands that may still be read: the work for a whole file is bounded */
};

/* Finds the constants of e->tokens. */
void constants_find(struct evaluator *e);

/* The constant of that name, or NULL. */
const struct binding *constant_find(const struct evaluator *e, struct str name);

/* The expression that a span stands for: that of the constant where it is one name. */
struct span span_resolve(const struct evaluator *e, struct span span);

/* The value of an expression; bounded work. */
struct value value_of(const struct evaluator *e, struct span span);

/* The value of the expression at the start of a span, whatever follows it. */
struct value value_start(const struct evaluator *e, struct span span);

/* The value of an expression that cannot be told. */
struct value value_unknown(const struct evaluator *e, struct span span);

/* Appends the values of the items of a list or tuple, at least one unknown value where they cannot
 * be told. */
void values_of(struct values *values, const struct evaluator *e, struct span span);

#endif
