/* SPDX-License-Identifier: MIT */
/* Rewrites one file, from its bytes to its verified new text. */
#ifndef NOX_REWRITE_H
#define NOX_REWRITE_H

#include "nox/plan/plan.h"
#include "yaml/tree.h"

/* Zero-initialise; rewrite_release frees it. All data of the file belongs to its arenas. */
struct rewrite {
	struct arena arena;
	struct arena nodes;	    /* of the tree, until rewrite_drop_tree */
	struct arena texts;	    /* of the edits, until rewrite_text */
	struct arena expected;	    /* of the expectations, until rewrite_forget */
	struct str bytes;	    /* the content; set by the caller, borrowed */
	struct yaml_worker *worker; /* set by the caller: parses the file and its new text */
	struct packed *packed;	    /* set by the caller, as in struct source */
	struct source source;
	struct source edited; /* the source with the plan's edits, if there are any */
	struct tree tree;
	struct workflow workflow;
	struct plan plan;
	struct buf text; /* see rewrite_text */
	struct diagnostics diagnostics;
	bool failed;  /* it could not be read, understood or edited; a diagnostic says why */
	bool changed; /* there are edits, which rewrite_verify verifies */
};

void rewrite_release(struct rewrite *rewrite);

/* Sets the source; path is the displayed name. */
void rewrite_open(struct rewrite *rewrite, struct str path);

/* Reads the content as a workflow, after rewrite_open. Sets failed if it cannot be read. */
void rewrite_read(struct rewrite *rewrite);

/* Frees what rewrite_read has read and what was made of it. It may be opened again. */
void rewrite_close(struct rewrite *rewrite);

/* Plans and edits what rewrite_read has read. Sets changed if there are edits. */
void rewrite_plan(struct rewrite *rewrite, const struct plan_context *context);

/* Verifies what rewrite_plan has changed. Sets failed, and changed no more, where it is not as planned. */
void rewrite_verify(struct rewrite *rewrite);

/* The new content, if changed; it is made when it is asked for. */
struct str rewrite_text(struct rewrite *rewrite);
/* Its bytes; 0 if not changed. */
size_t rewrite_length(const struct rewrite *rewrite);

/* Frees the expectations, which nobody needs once they are met. */
void rewrite_forget(struct rewrite *rewrite);

/* Frees the tree, once it is verified and nobody looks at nodes any more. Jobs and outcomes stay. */
void rewrite_drop_tree(struct rewrite *rewrite);

/* Frees the edits and the new text, once they are verified or written. changed stays. */
void rewrite_drop_text(struct rewrite *rewrite);

#endif
