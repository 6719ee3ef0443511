/* SPDX-License-Identifier: MIT */
/* Reserved words of the shell: they open, close or continue a compound command. They are recognised
 * only as the first word of a command. */
#include "config.h"

#include "script/shell.h"

/* Reads a word that does not belong to a command. */
static bool drop_word(struct shell *sh)
{
	size_t drafts = sh->s->drafts.len;
	bool read = shell_word(sh, DRAFT_WORD);

	list_cut(&sh->s->drafts, drafts);
	return read;
}

static void blanks_and_lines(struct shell *sh)
{
	shell_blanks(sh, true);
	while (shell_peek(sh, 0) == '\n') {
		sh->pos++;
		shell_heredocs(sh);
		shell_blanks(sh, true);
	}
}

static void open_for(struct shell *sh)
{
	shell_blanks(sh, false);

	size_t end = shell_arithmetic_end(sh, sh->pos);

	if (end != STR_NONE) {
		shell_arithmetic(sh, end);
	} else {
		(void)drop_word(sh);
		blanks_and_lines(sh);
		if (str_is(shell_plain(sh), "in")) {
			do
				shell_blanks(sh, true);
			while (drop_word(sh));
		}
	}
	shell_push(sh, FRAME_LOOP, false);
}

static void open_case(struct shell *sh)
{
	shell_blanks(sh, false);
	(void)drop_word(sh);
	blanks_and_lines(sh);
	if (!str_is(shell_plain(sh), "in"))
		return;
	sh->pos += 2;
	shell_push(sh, FRAME_CASE, false);
	shell_frame(sh)->state = CASE_PATTERN;
}

static void open_function(struct shell *sh)
{
	shell_blanks(sh, false);
	(void)drop_word(sh);
	shell_blanks(sh, false);
	if (shell_peek(sh, 0) == '(' && shell_peek(sh, 1) == ')')
		sh->pos += 2;
}

/* `[[ … ]]` contains no commands except in substitutions. */
static void test(struct shell *sh)
{
	while (sh->pos < sh->view.text.len) {
		blanks_and_lines(sh);
		if (str_is(shell_plain(sh), "]]")) {
			sh->pos += 2;
			return;
		}
		if (!drop_word(sh) && sh->pos < sh->view.text.len)
			sh->pos++;
	}
}

enum action { SKIP, OPEN, CLOSE, OPEN_FOR, OPEN_CASE, OPEN_FUNCTION, TIME, TEST };

static const struct reserved {
	const char *word;
	enum action action;
	enum shell_frame frame;
} reserved[] = {
	{ "if", OPEN, FRAME_IF },	    { "then", SKIP, FRAME_IF },
	{ "elif", SKIP, FRAME_IF },	    { "else", SKIP, FRAME_IF },
	{ "fi", CLOSE, FRAME_IF },	    { "while", OPEN, FRAME_LOOP },
	{ "until", OPEN, FRAME_LOOP },	    { "for", OPEN_FOR, FRAME_LOOP },
	{ "select", OPEN_FOR, FRAME_LOOP }, { "do", SKIP, FRAME_LOOP },
	{ "done", CLOSE, FRAME_LOOP },	    { "case", OPEN_CASE, FRAME_CASE },
	{ "esac", CLOSE, FRAME_CASE },	    { "{", OPEN, FRAME_BRACE },
	{ "}", CLOSE, FRAME_BRACE },	    { "!", SKIP, FRAME_LIST },
	{ "time", TIME, FRAME_LIST },	    { "coproc", SKIP, FRAME_LIST },
	{ "[[", TEST, FRAME_LIST },	    { "function", OPEN_FUNCTION, FRAME_LIST },
};

static const struct reserved *reserved_find(struct str word)
{
	for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		if (str_is(word, reserved[i].word))
			return &reserved[i];
	return NULL;
}

/* The shell's `time` only takes -p; with another option it is /usr/bin/time. */
static bool time_word(struct shell *sh)
{
	size_t start = sh->pos;

	sh->pos += 4;
	shell_blanks(sh, false);
	if (str_is(shell_plain(sh), "-p"))
		sh->pos += 2;
	else if (shell_peek(sh, 0) == '-')
		sh->pos = start;
	return sh->pos != start;
}

bool shell_reserved(struct shell *sh)
{
	struct str word = shell_plain(sh);
	const struct reserved *r = word.len > 0 ? reserved_find(word) : NULL;

	if (!r)
		return false;
	if (r->action == TIME)
		return time_word(sh);
	sh->pos += word.len;
	switch (r->action) {
	case OPEN:
		shell_push(sh, r->frame, false);
		break;
	case CLOSE:
		if (shell_frame(sh)->kind == (int)r->frame)
			shell_pop(sh);
		break;
	case OPEN_FOR:
		open_for(sh);
		break;
	case OPEN_CASE:
		open_case(sh);
		break;
	case OPEN_FUNCTION:
		open_function(sh);
		break;
	case TEST:
		test(sh);
		break;
	case SKIP:
	case TIME:
		break;
	}
	return true;
}

bool shell_pattern(struct shell *sh)
{
	struct frame *frame = shell_frame(sh);

	if (frame->kind != FRAME_CASE || frame->state != CASE_PATTERN)
		return false;
	blanks_and_lines(sh);
	if (str_is(shell_plain(sh), "esac")) {
		sh->pos += 4;
		shell_pop(sh);
		return true;
	}
	if (shell_peek(sh, 0) == '(')
		sh->pos++;
	while (sh->pos < sh->view.text.len && shell_peek(sh, 0) != ')') {
		shell_blanks(sh, false);
		if (!drop_word(sh) && shell_peek(sh, 0) != ')' && sh->pos < sh->view.text.len)
			sh->pos++;
	}
	if (sh->pos < sh->view.text.len)
		sh->pos++;
	shell_frame(sh)->state = CASE_BODY;
	return true;
}

void shell_pattern_end(struct shell *sh)
{
	if (shell_frame(sh)->kind == FRAME_CASE)
		shell_frame(sh)->state = CASE_PATTERN;
}
