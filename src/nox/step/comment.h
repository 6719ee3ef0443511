/* SPDX-License-Identifier: MIT */
/* The comment above a cache step: its wording, and how a later run recognises it. */
#ifndef NOX_COMMENT_H
#define NOX_COMMENT_H

#include "nox/settings/policy.h"
#include "yaml/layout.h"

/* The facts that a comment states about its step. Texts are borrowed. */
struct comment_facts {
	struct str path;    /* the folder of environments; the first of several */
	struct str names;   /* the parts of the key except the files: "OS, architecture, job" */
	const char *reuser; /* what reuses a restored environment: "`nox -r`", "Nox"; or NULL */
	enum fallback fallback;
	bool guarded; /* a run for a tag restores nothing */
	bool leaves;  /* after a partial hit, packages no longer required stay installed */
};

/* The comment of a file that explains its caches; the others point to it. */
struct explanation {
	struct str job; /* the id of its job; empty: there is none yet */
	bool workspace; /* it explains why the workspace is part of the key, */
	bool tag;	/* that the tag of the container's image may move, */
	bool leaves;	/* and that after a partial hit packages no longer required stay
			 * installed */
};

/* A paragraph that explains the key. It takes at most six comment lines for a key of the usual
 * parts. */
struct str comment_explaining(struct arena *arena, const struct comment_facts *facts);

/* A paragraph that points to the explanation, in this job or another, and adds what is missing
 * there. */
struct str comment_pointing(struct arena *arena, const struct comment_facts *facts,
			    const struct explanation *explained, bool same_job);

/* What the explaining comment of a job covers. In comment, single blanks separate the words. */
struct explanation explanation_in(struct str job, struct str comment);

/* Does the line begin a comment of this program, of any version? *current: it has the current
 * wording. */
bool comment_begins(struct str line, bool *current);

/* Is the comment above a step an explaining one? */
bool comment_explains(const struct tree *tree, const struct node *step);

/* The offset of the "#" of the first explaining comment at or after from, or STR_NONE. */
size_t comment_find_explaining(struct str text, size_t from);

#endif
