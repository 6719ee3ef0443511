/* SPDX-License-Identifier: MIT */
/* A tool runner installs Nox into an environment of its own. Its Python is chosen by uv's own rules, by
 * the others as the first on the path. */
#include "config.h"

#include "nox/call/interpreter.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "workflow/template.h"

struct str command_shown(struct arena *arena, const struct text *text, struct range range)
{
	BUF_AUTO struct buf out = { 0 };
	bool space = false;

	for (size_t i = range.start; i < range.end && i < text->value.len; i++) {
		char c = text->value.p[i];

		if (c == '\\' && i + 1 < text->value.len && text->value.p[i + 1] == '\n')
			continue;
		if (ascii_is_space(c)) {
			space = true;
			continue;
		}
		if (space && out.len > 0)
			buf_add_char(&out, ' ');
		space = false;
		buf_add_char(&out, c);
	}
	return buf_keep(&out, arena);
}

struct str command_interpreter(struct arena *arena, const struct text *text,
			       const struct command *command, const struct program *program)
{
	const struct word *first = &command->words.list.at[0];
	bool runner = str_is(first->value, "uvx") || str_is(first->value, "pipx") ||
		      (command->words.list.len > 1 && str_is(first->value, "uv") &&
		       str_is(command->words.list.at[1].value, "tool"));
	size_t end = program->word ? program->word->range.start : first->range.start;
	struct str before =
		end > first->range.start
			? command_shown(arena, text, (struct range){ first->range.start, end })
			: STR("");

	if (!template_is_usable(arena, before)) /* it becomes part of a new step */
		before = STR("");

	if (runner)
		return str_starts(first->value, "uv") ? STR("uv run --no-project python")
						      : STR("python3");
	if (program->kind == PROGRAM_MODULE && str_ends(before, " -m"))
		return str_slice(before, 0, before.len - 3);
	if (program->kind != PROGRAM_COMMAND || before.len == 0 || !str_contains(before, " run"))
		return STR("python3");
	return arena_printf(arena, "%.*s python", STR_ARG(before));
}
