/* SPDX-License-Identifier: MIT */
/* The comment above a cache step: what it says, and how a later run knows it again. */
#ifndef NOX_COMMENT_H
#define NOX_COMMENT_H

#include "nox/policy.h"
#include "yaml/layout.h"

/* The end of each comment, by which a later run knows its own work. It is a promise to the files that
 * have it already: it never changes. */
#define COMMENT_MARK "Maintained by nox-cache-inject"

/* What a comment says of its step. Texts are borrowed. */
struct comment_facts {
	struct str path;    /* the folder of environments; the first of several */
	struct str names;   /* the parts of the key but for the files: "OS, architecture, job" */
	const char *reuser; /* what reuses a restored environment: "`nox -r`", "Nox"; or NULL */
	enum fallback fallback;
	bool guarded; /* a run for a tag restores nothing */
	bool leaves;  /* after a partial hit what is no longer required stays installed */
};

/* The comment of a file that explains its caches; the others point to it. */
struct explanation {
	struct str job; /* its job's id; empty: there is none yet */
	bool workspace; /* it says why the workspace is part of the key, */
	bool tag;	/* that the tag of the container's image may move, */
	bool leaves;	/* and that a partial restore leaves what is no longer required */
};

/* One paragraph that explains the key; at most six lines of a comment for a key of the usual parts. */
struct str comment_explaining(struct arena *arena, const struct comment_facts *facts);

/* One that points to the explanation, in the same job or another, and adds what it does not say. */
struct str comment_pointing(struct arena *arena, const struct comment_facts *facts,
			    const struct explanation *explained, bool same_job);

/* What the text of an explaining comment (single blanks between words) says, in a job. */
struct explanation explanation_in(struct str job, struct str comment);

/* Does a comment line begin a comment of this program, of whatever version? *current: it is worded as
 * this one words it. */
bool comment_begins(struct str line, bool *current);

/* Is the comment above a step one that explains? */
bool comment_explains(const struct tree *tree, const struct node *step);

/* Where the first explaining comment begins, at or after an offset: its "#". STR_NONE: there is none. */
size_t comment_find_explaining(struct str text, size_t from);

#endif
