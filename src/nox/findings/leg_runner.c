/* SPDX-License-Identifier: MIT */
/* The system and the architecture of the runners that GitHub hosts follow from their labels
 * (docs.github.com, "GitHub-hosted runners reference"). */
#include "config.h"

#include "nox/findings/leg_text.h"
#include "workflow/hosted.h"

/* macOS runs on Intel up to 13, and where the label says so. */
static const char *arch_of(struct str label)
{
	if (!str_starts(label, "macos"))
		return str_contains(label, "-arm") ? "ARM64" : "X64";
	return str_contains(label, "-intel") || str_ends(label, "-large") ||
			       str_starts(label, "macos-11") || str_starts(label, "macos-12") ||
			       str_starts(label, "macos-13")
		       ? (str_ends(label, "-xlarge") ? "ARM64" : "X64")
		       : "ARM64";
}

/* What a runner of one's own is; one by each name. */
static struct str runner_symbol(struct leg_scope *scope, const char *what, struct str label)
{
	return arena_printf(scope->arena, "%c%s of %.*s%c", LEG_TEXT_OPEN, what, STR_ARG(label),
			    LEG_TEXT_CLOSE);
}

void leg_runner_find(struct leg_scope *s)
{
	struct str label = str_trim(leg_text_of(s, job_runner(s->arena, s->workflow, s->job)).text);
	bool composite = s->workflow->kind == WORKFLOW_ACTION;

	if (composite || !label_is_hosted(label)) {
		label = composite ? STR("its callers") : label;
		/* A symbol inside a symbol would end it. */
		if (str_find_char(label, LEG_TEXT_OPEN, 0) != STR_NONE)
			label = str_slice(label, 1, label.len - 1);
		s->os = runner_symbol(s, "runner.os", label);
		s->arch = runner_symbol(s, "runner.arch", label);
		return;
	}
	s->os = str_from(str_starts(label, "windows") ? "Windows"
			 : str_starts(label, "macos") ? "macOS"
						      : "Linux");
	s->arch = str_from(arch_of(label));
}
