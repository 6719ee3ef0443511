/* SPDX-License-Identifier: MIT */
/* Writes a cache step in the style of the steps around it. */
#ifndef NOX_STEP_H
#define NOX_STEP_H

#include "nox/rules/marks.h"
#include "nox/step/comment.h"
#include "yaml/layout.h"
#include "yaml/verify.h"

/* An expression that is true in a run for a tag, also for its release. */
#define CACHE_TAG_RUN "startsWith(github.ref, 'refs/tags/')"

/* A step before the cache step that prints a part of its key: the versions of interpreters, the
 * date. */
struct probe_step {
	struct str id;	     /* empty: there is none */
	struct str variable; /* that its env: sets */
	struct str value;    /* its value; or both empty */
	struct str shell;    /* or empty */
	struct str run;	     /* lines, no final "\n" */
};

/* All texts are borrowed. */
struct cache_step {
	struct probe_step probe; /* of the Python versions, */
	struct probe_step age;	 /* and of the date; in this order */
	struct str id;
	struct str uses;
	struct str uses_comment; /* after uses: on its line ("v4.3.0"), or empty */
	struct str path;	 /* one path, or several with "\n" between them */
	struct str key;
	bool hashes;		 /* the key's hashFiles() has arguments */
	struct str restore_keys; /* one per line, no final "\n"; or empty */
	/* An expression that keeps a run for a tag from restoring: at most one of the two. */
	struct str condition;	 /* if:, or empty */
	struct str lookup_only;	 /* an input of the action, or empty */
	bool publishes_nothing;	 /* a note for linters that would consider the file a publishing
				  * one */
	struct str comment;	 /* one paragraph; it is wrapped when written */
	struct str full_comment; /* the same if the explanation it points to said nothing */
};

/* The bytes that insert the step at layout->insert_at. */
struct str cache_step_text(struct arena *arena, const struct cache_step *step,
			   const struct layout *layout);

/* The same for a step that prints a part of the key of an existing cache step, before which it comes. */
struct str probe_step_text(struct arena *arena, const struct probe_step *probe,
			   const struct layout *layout);
void probe_step_shapes(struct shapes *shapes, struct arena *arena, const struct probe_step *probe,
		       const struct layout *layout);

/* The lines of the comment, as in cache_step_text. */
struct str cache_step_comment(struct arena *arena, const struct cache_step *step,
			      const struct layout *layout);

/* For a flow list: the lines of the comment, to insert at layout->comment_at; else empty. */
struct str cache_step_flow_comment(struct arena *arena, const struct cache_step *step,
				   const struct layout *layout);

/* The structure that a parser must find there. */
void cache_step_shapes(struct shapes *shapes, struct arena *arena, const struct cache_step *step,
		       const struct layout *layout);

/* Appends a scalar to *out, for a block map or ("flow") for braces: plain if possible, else quoted,
 * with unprintable characters escaped. A byte that is not UTF-8 becomes U+FFFD. */
void yaml_scalar_add(struct buf *out, struct str text, bool flow);

#endif
