/* SPDX-License-Identifier: MIT */
/* The text of a cache step, in the style of the steps around it. */
#ifndef NOX_STEP_H
#define NOX_STEP_H

#include "nox/comment.h"
#include "yaml/layout.h"
#include "yaml/verify.h"

/* The name and id that the program gives. Together with the mark of the comment they tell a later run
 * its own work: a promise to the files that have them already, they never change. */
#define CACHE_STEP_NAME "Cache Nox environments"
#define CACHE_STEP_ID "cache-nox"
/* An expression that is true in a run for a tag, also for a release of one. */
#define CACHE_TAG_RUN "startsWith(github.ref, 'refs/tags/')"

/* A step in front of the cache step that puts something into its key: the versions of interpreters, the
 * date. */
struct probe_step {
	struct str id;	     /* empty: there is none */
	struct str variable; /* that its env: sets, to */
	struct str value;    /* this; or both empty */
	struct str shell;    /* or empty */
	struct str run;	     /* lines, no final "\n" */
};

/* All texts are borrowed. */
struct cache_step {
	struct probe_step probe; /* of the Python versions, */
	struct probe_step age;	 /* and of the date; in this order */
	struct str id;
	struct str uses;
	struct str uses_comment; /* behind uses: on its line ("v4.3.0"), or empty */
	struct str path;	 /* one path, or several with "\n" between them */
	struct str key;
	bool hashes; /* the key's hashFiles() has arguments */
	struct str restore_keys; /* one per line, no final "\n"; or empty */
	/* What keeps a run for a tag from restoring: at most one of the two, an expression. */
	struct str condition;	 /* if:, or empty */
	struct str lookup_only;	 /* an input of the action, or empty */
	bool publishes_nothing;	 /* said to a linter that would take the file for one that publishes */
	struct str comment;	 /* one paragraph; it is wrapped here */
};

/* The bytes that insert the step at layout->insert_at. */
struct str cache_step_text(struct arena *arena, const struct cache_step *step,
			   const struct layout *layout);

/* The comment's lines as cache_step_text has them. */
struct str cache_step_comment(struct arena *arena, const struct cache_step *step,
			      const struct layout *layout);

/* For a flow list: the comment's lines, to be inserted at layout->comment_at; else empty. */
struct str cache_step_flow_comment(struct arena *arena, const struct cache_step *step,
				   const struct layout *layout);

/* What a parser is to find there. */
void cache_step_shapes(struct shapes *shapes, struct arena *arena, const struct cache_step *step,
		       const struct layout *layout);

/* A scalar as it may stand in a block map ("flow" false) or in braces: plain where it can be, else
 * quoted, with all that is not printable as escapes. A byte that is no UTF-8 becomes U+FFFD. Appends
 * to *out. */
void yaml_scalar_add(struct buf *out, struct str text, bool flow);

#endif
