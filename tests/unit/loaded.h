/* SPDX-License-Identifier: MIT */
/* Loads a text as a tree or a workflow, for tests that need one. */
#ifndef TESTS_LOADED_H
#define TESTS_LOADED_H

#include "unit.h"

#include "workflow/workflow.h"
#include "yaml/worker.h"
#include "yaml/tree.h"
#include "yaml/verify.h"

#include <string.h>

/* Release with LOADED_AUTO. Everything in it is its arena's. The bytes are a separate copy, so that
 * a sanitizer detects any access outside of them. */
struct loaded {
	struct arena arena;
	struct source source;
	struct diagnostics diagnostics;
	struct tree tree;
	struct workflow workflow;
};

static inline void loaded_release(struct loaded *l)
{
	arena_release(&l->arena);
}
#define LOADED_AUTO __attribute__((cleanup(loaded_release)))

/* Loads the tree; path is the name of the file. */
static inline enum status load_bytes(struct loaded *l, const char *path, struct str bytes)
{
	static struct yaml_worker here = { .here = true };

	l->diagnostics.arena = &l->arena;
	source_init(&l->source, &l->arena, str_from(path), arena_copy(&l->arena, bytes));
	l->source.worker = &here;
	return tree_load(&l->tree, &l->arena, &l->arena, &l->source, &l->diagnostics);
}

static inline void load_tree(struct loaded *l, const char *text)
{
	enum status status = load_bytes(l, "ci.yml", str_from(text));

	ck_assert_msg(status == STATUS_OK, "%s: %s", text,
		      l->diagnostics.list.len > 0 ? l->diagnostics.list.at[0].message : "");
}

/* Verifies what edits make of the loaded tree. */
static inline enum status verify_edits(struct loaded *l, const struct edits *edits,
				       const struct expectations *expectations,
				       struct diagnostics *diagnostics)
{
	struct source now = l->source;

	now.edits = edits;
	return edits_verify(&l->tree, expectations, &now, diagnostics);
}

static inline void load_workflow(struct loaded *l, const char *text)
{
	load_tree(l, text);
	ck_assert_int_eq(workflow_read(&l->workflow, &l->arena, &l->tree, &l->diagnostics),
			 STATUS_OK);
}

/* The node at a path of keys and item numbers: "jobs.a.steps.0.run"; "" is the root. Fails the test
 * if there is none. */
static inline const struct node *node_at(const struct loaded *l, const char *path)
{
	struct str rest = str_from(path);
	const struct node *at = l->tree.root;

	while (rest.len > 0) {
		size_t dot = str_find_char(rest, '.', 0);
		struct str name = str_slice(rest, 0, dot);
		char key[64] = "";

		rest = dot == STR_NONE ? STR("") : str_slice(rest, dot + 1, rest.len);
		ck_assert(name.len > 0 && name.len < sizeof(key));
		memcpy(key, name.p, name.len);
		if (at && at->kind == NODE_SEQ) {
			size_t number = (size_t)(key[0] - '0');

			for (at = node_first(at); at && number > 0; number--)
				at = node_next(at);
		} else {
			at = map_get(at, key, NULL);
		}
		ck_assert_msg(at != NULL, "no %s", path);
	}
	return at;
}

#endif
