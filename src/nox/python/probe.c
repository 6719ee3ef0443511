/* SPDX-License-Identifier: MIT */
/* Writes the script of such a step, and recognises it. */
#include "config.h"

#include "nox/python/probe.h"

#include "base/buf.h"
#include "workflow/expression_write.h"

bool question_is_empty(const struct question *question)
{
	return !question->path && question->interpreters.len == 0;
}

static void add_interpreter(struct buf *out, const struct question *question,
			    const struct interpreter *interpreter, bool powershell)
{
	if (interpreter->command.len > 0) {
		buf_add(out, interpreter->command);
		return;
	}
	buf_add_c(out, powershell ? "& (uv python find " : "\"$(uv python find ");
	if (interpreter->version.len > 0)
		buf_add(out, interpreter->version);
	else
		buf_printf(out, powershell ? "$env:%s" : "\"$%s\"", question->variable);
	buf_add_c(out, powershell ? ")" : ")\"");
}

/* Adds the output name for the interpreter of that number. */
static void add_output_name(struct buf *out, size_t number)
{
	buf_add_c(out, "version");
	if (number > 0)
		buf_printf(out, "-%zu", number + 1);
}

/* Adds the code for an interpreter, which prints the output with its number. */
static void add_code(struct buf *out, const char *code, size_t number, bool powershell)
{
	struct str text = str_from(code), output = STR("version");
	size_t at = str_find(text, STR("'version="), 0) + 1;

	buf_add_c(out, " -c \"");
	buf_add(out, str_slice(text, 0, at));
	add_output_name(out, number);
	buf_add(out, str_slice(text, at + output.len, text.len));
	buf_add_c(out, powershell ? "\" >> $env:GITHUB_OUTPUT" : "\" >> \"$GITHUB_OUTPUT\"");
}

struct str question_script(struct arena *arena, const struct question *question, bool powershell)
{
	BUF_AUTO struct buf out = { 0 };

	if (question->path) {
		buf_add_c(&out, "python");
		add_code(&out, PROBE_PATH_CODE, 0, powershell);
	}
	for (size_t i = 0; i < question->interpreters.len; i++) {
		if (out.len > 0)
			buf_add_char(&out, '\n');
		add_interpreter(&out, question, &question->interpreters.at[i], powershell);
		add_code(&out, PROBE_CODE, i + question->path, powershell);
	}
	return buf_keep(&out, arena);
}

struct str question_key(struct arena *arena, const struct question *question, struct str id)
{
	BUF_AUTO struct buf out = { 0 };

	for (size_t i = 0; i < question->interpreters.len + question->path; i++) {
		buf_add_c(&out, i > 0 ? "-${{ steps" : "${{ steps");
		expression_add_member(&out, id);
		buf_add_c(&out, ".outputs.");
		add_output_name(&out, i);
		buf_add_c(&out, " }}");
	}
	return buf_keep(&out, arena);
}

struct question_scripts question_scripts(struct arena *arena, const struct question *question)
{
	return (struct question_scripts){ question_script(arena, question, false),
					  question_script(arena, question, true) };
}

/* Is it the script, with or without a final line break? Longer ones are not read. */
static bool is_script(const struct tree *tree, const struct node *run, struct str script)
{
	return run && run->kind == NODE_SCALAR && run->text_len >= script.len &&
	       run->text_len <= script.len + 1 && str_eq(str_trim(scalar_value(tree, run)), script);
}

bool question_is_step(const struct tree *tree, const struct step *step)
{
	struct str run;

	if (!step_field(step, STEP_ID) || !step_field(step, STEP_RUN) ||
	    !str_starts(scalar_value(tree, step_field(step, STEP_ID)), PROBE_ID))
		return false;
	run = scalar_value(tree, step_field(step, STEP_RUN));
	return str_contains(run, PROBE_VERSION) || str_contains(run, PROBE_VERSIONS);
}

bool question_is_asked_by(const struct question *question, const struct question_scripts *scripts,
			  const struct tree *tree, const struct step *step)
{
	struct str id = scalar_value(tree, step_field(step, STEP_ID)), value = STR("");

	if (!str_starts(id, PROBE_ID) || !expression_can_contain(id) || str_contains(id, "${{") ||
	    step->nested || step_field(step, STEP_IF))
		return false;
	if (question->variable)
		value = scalar_value(tree,
				     map_get(step_field(step, STEP_ENV), question->variable, NULL));
	return str_eq(value, question->value) &&
	       (is_script(tree, step_field(step, STEP_RUN), scripts->sh) ||
		is_script(tree, step_field(step, STEP_RUN), scripts->powershell));
}
