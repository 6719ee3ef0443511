/* SPDX-License-Identifier: MIT */
/* All steps for one file. An error in it affects no other file. */
#include "config.h"

#include "nox/plan/rewrite.h"

#include "nox/plan/inserted.h"

void rewrite_release(struct rewrite *rewrite)
{
	arena_release(&rewrite->arena);
	arena_release(&rewrite->nodes);
	arena_release(&rewrite->texts);
	arena_release(&rewrite->expected);
	buf_release(&rewrite->text);
}

void rewrite_open(struct rewrite *rewrite, struct str path)
{
	rewrite->diagnostics.arena = &rewrite->arena;
	source_init(&rewrite->source, &rewrite->arena, path, rewrite->bytes);
	rewrite->source.worker = rewrite->worker;
}

void rewrite_read(struct rewrite *rewrite)
{
	struct arena *arena = &rewrite->arena;
	enum status status;

	rewrite->source.packed = rewrite->packed;
	status = tree_load(&rewrite->tree, arena, &rewrite->nodes, &rewrite->source,
			   &rewrite->diagnostics);
	if (status == STATUS_OK)
		status = workflow_read(&rewrite->workflow, arena, &rewrite->tree,
				       &rewrite->diagnostics);
	rewrite->failed |= status != STATUS_OK;
}

void rewrite_close(struct rewrite *rewrite)
{
	rewrite_release(rewrite);
	*rewrite = (struct rewrite){ .bytes = rewrite->bytes,
				     .worker = rewrite->worker,
				     .packed = rewrite->packed,
				     .workflow = { .kind = rewrite->workflow.kind },
				     .source = { .path = rewrite->source.path,
						 .bytes = rewrite->bytes },
				     .diagnostics = { .arena = &rewrite->arena } };
}

/* Edits need lines that end in a line feed. */
static enum status check_breaks(const struct rewrite *rewrite, struct diagnostics *diagnostics)
{
	struct str bytes = rewrite->source.bytes;
	size_t at = str_find_char(bytes, '\r', 0);

	while (at != STR_NONE && at + 1 < bytes.len && bytes.p[at + 1] == '\n')
		at = str_find_char(bytes, '\r', at + 1);
	if (at == STR_NONE)
		return STATUS_OK;
	diagnostic_at(diagnostics, SEVERITY_ERROR, (struct range){ at, at },
		      "left as it is: found a carriage return, expected a line feed after it");
	return STATUS_INVALID;
}

/* Sets what the plan's edits make. */
static enum status edit(struct rewrite *rewrite)
{
	if (rewrite->plan.edits.list.len == 0)
		return STATUS_OK;
	if (check_breaks(rewrite, &rewrite->diagnostics) != STATUS_OK)
		return STATUS_INVALID;
	rewrite->edited = (struct source){ .path = rewrite->source.path,
					   .bytes = rewrite->source.bytes,
					   .edits = &rewrite->plan.edits,
					   .worker = rewrite->worker };
	rewrite->changed = true;
	return STATUS_OK;
}

size_t rewrite_length(const struct rewrite *rewrite)
{
	return rewrite->changed ? edited_of(rewrite->bytes, &rewrite->plan.edits).len : 0;
}

struct str rewrite_text(struct rewrite *rewrite)
{
	struct edits *edits = &rewrite->plan.edits;

	if (rewrite->changed && rewrite->text.len == 0) {
		edits_apply(rewrite->source.bytes, edits, &rewrite->text);
		edits_settle(edits, buf_str(&rewrite->text));
		arena_release(&rewrite->texts);
	}
	return buf_str(&rewrite->text);
}

void rewrite_plan(struct rewrite *rewrite, const struct plan_context *context)
{
	const struct plan_memory memory = { &rewrite->arena, &rewrite->texts, &rewrite->expected };
	enum status status;

	if (rewrite->failed)
		return;
	status = plan_make(&rewrite->plan, &memory, &rewrite->workflow, context,
			   &rewrite->diagnostics);
	ignore_findings(&rewrite->diagnostics, &rewrite->workflow,
			context->settings->ignored_rules);
	if (status == STATUS_OK)
		status = edit(rewrite);
	rewrite->failed |= status != STATUS_OK;
}

void rewrite_verify(struct rewrite *rewrite)
{
	struct plan *plan = &rewrite->plan;

	if (!rewrite->changed)
		return;
	rewrite->changed = edits_verify(&rewrite->tree, &plan->expectations, &rewrite->edited,
					&rewrite->diagnostics) == STATUS_OK &&
			   inserted_check(plan, &rewrite->tree, &rewrite->diagnostics) == STATUS_OK;
	rewrite->failed |= !rewrite->changed;
}

void rewrite_forget(struct rewrite *rewrite)
{
	rewrite->plan.expectations = (struct expectations){ .list = { NULL, 0, 0 } };
	arena_release(&rewrite->expected);
}

void rewrite_drop_tree(struct rewrite *rewrite)
{
	rewrite->tree = (struct tree){ .root = NULL };
	rewrite->workflow.tree = NULL;
	arena_release(&rewrite->nodes);
}

void rewrite_drop_text(struct rewrite *rewrite)
{
	rewrite->plan.edits = (struct edits){ .list = { NULL, 0, 0 } };
	rewrite->edited = (struct source){ .bytes = STR("") };
	arena_release(&rewrite->texts);
	buf_release(&rewrite->text);
}
