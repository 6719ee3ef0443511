/* SPDX-License-Identifier: MIT */
/* Renders a script's commands as text and checks properties of every word, for the tests of the
 * script scanners. */
#ifndef TESTS_SCRIPT_RENDER_H
#define TESTS_SCRIPT_RENDER_H

#include "base/buf.h"
#include "script/script.h"

#include <check.h>

static inline void render_words(struct buf *out, const struct words *words)
{
	for (size_t i = 0; i < words->list.len; i++) {
		buf_add_char(out, '[');
		buf_add(out, words->list.at[i].value);
		buf_add_char(out, ']');
	}
}

/* "1>[a][b] [c]": the scope unless it is the first, ">" if the output is piped, then "A=b " for
 * assignments and the words. */
static inline void render_script(struct buf *out, const struct script *script)
{
	for (size_t i = 0; i < script->commands.len; i++) {
		const struct command *c = &script->commands.at[i];

		if (i > 0)
			buf_add_char(out, ' ');
		if (c->scope > 0)
			buf_printf(out, "%u", c->scope);
		if (c->piped_output)
			buf_add_char(out, '>');
		for (size_t k = 0; k < c->assignments.list.len; k++) {
			buf_add(out, c->assignments.list.at[k].value);
			buf_add_char(out, ',');
		}
		render_words(out, &c->words);
	}
}

static inline bool word_holds(struct str text, const struct word *word, bool decoded)
{
	const struct offsets offsets = word_offsets(word);
	bool holds = word->range.start <= word->range.end && word->range.end <= text.len;

	for (size_t i = 0; holds && i < word->value.len; i++) {
		size_t at = offset_of(&offsets, i);

		holds = at >= word->range.start && at < word->range.end && at < offset_of(&offsets, i + 1) &&
			(decoded || text.p[at] == word->value.p[i]);
	}
	return holds && offset_of(&offsets, word->value.len) <= word->range.end;
}

static inline void assert_word(struct str text, const struct word *word, bool decoded)
{
	ck_assert_msg(word_holds(text, word, decoded), "word %.*s: bytes %u to %u",
		      STR_ARG(word->value), word->range.start, word->range.end);
}

static inline void assert_script(struct str text, const struct script *script, bool decoded)
{
	ck_assert_uint_ge(script->scopes.len, 1);
	for (size_t i = 0; i < script->scopes.len; i++)
		ck_assert_uint_le(script->scopes.at[i].parent, i);
	for (size_t i = 0; i < script->commands.len; i++) {
		const struct command *c = &script->commands.at[i];

		ck_assert_uint_lt(c->scope, script->scopes.len);
		for (size_t k = 0; k < c->words.list.len; k++)
			assert_word(text, &c->words.list.at[k], decoded);
		for (size_t k = 0; k < c->assignments.list.len; k++)
			assert_word(text, &c->assignments.list.at[k], decoded);
	}
}

struct render_case {
	const char *script;
	const char *commands;
};

static inline void check_render(const struct render_case *c, enum dialect dialect)
{
	struct arena arena ARENA_AUTO = { 0 };
	struct buf got BUF_AUTO = { 0 };
	struct str text = str_from(c->script);
	struct script script;

	script_scan(&script, &arena, text, dialect);
	assert_script(text, &script, str_contains(text, "$'"));
	render_script(&got, &script);
	ck_assert_msg(str_is(buf_str(&got), c->commands), "script:   %s\nexpected: %s\ngot:      %.*s",
		      c->script, c->commands, STR_ARG(buf_str(&got)));
}

#endif
