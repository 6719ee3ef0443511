/* SPDX-License-Identifier: MIT */
/* All steps for one file. An error in it affects no other file. */
#include "config.h"

#include "nox/plan/rewrite.h"

#include "nox/plan/inserted.h"

void rewrite_release(struct rewrite *rewrite)
{
	arena_release(&rewrite->arena);
	buf_release(&rewrite->text);
}

void rewrite_read(struct rewrite *rewrite, struct str path)
{
	struct arena *arena = &rewrite->arena;
	struct diagnostics *diagnostics = &rewrite->diagnostics;
	enum status status;

	diagnostics->arena = arena;
	source_init(&rewrite->source, arena, path, rewrite->bytes);
	rewrite->source.worker = rewrite->worker;
	status = tree_load(&rewrite->tree, arena, &rewrite->source, diagnostics);
	if (status == STATUS_OK)
		status = workflow_read(&rewrite->workflow, arena, &rewrite->tree, diagnostics);
	rewrite->failed |= status != STATUS_OK;
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

void rewrite_make(struct rewrite *rewrite, const struct plan_context *context)
{
	struct plan *plan = &rewrite->plan;
	enum status status;

	if (rewrite->failed)
		return;
	status = plan_make(plan, &rewrite->arena, &rewrite->workflow, context,
			   &rewrite->diagnostics);
	ignore_findings(&rewrite->diagnostics, &rewrite->workflow, context->settings->ignored_rules,
			context->settings->least_severity);
	if (status == STATUS_OK && plan->edits.list.len > 0)
		status = check_breaks(rewrite, &rewrite->diagnostics);
	if (status == STATUS_OK && plan->edits.list.len > 0) {
		struct source now;

		edits_apply(rewrite->source.bytes, &plan->edits, &rewrite->text);
		source_init(&now, &rewrite->arena, rewrite->source.path, buf_str(&rewrite->text));
		now.worker = rewrite->worker;
		status = edits_verify(&rewrite->tree, &plan->edits, &plan->expectations, &now,
				      &rewrite->diagnostics);
		if (status == STATUS_OK)
			status = inserted_check(plan, &rewrite->tree, &rewrite->arena,
						&rewrite->diagnostics);
		rewrite->changed = status == STATUS_OK;
	}
	rewrite->failed |= status != STATUS_OK;
}
