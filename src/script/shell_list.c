/* SPDX-License-Identifier: MIT */
/* Scans lists of shell commands: separators, pipelines, subshells. Open compound commands are kept
 * on a stack of frames, so that only substitutions recurse. */
#include "config.h"

#include "script/shell.h"

char shell_peek(const struct shell *sh, size_t ahead)
{
	size_t at = sh->pos + ahead;

	return at < sh->view.text.len ? sh->view.text.p[at] : '\0';
}

bool shell_meta(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == ';' || c == '&' || c == '|' || c == '(' ||
	       c == ')' || c == '<' || c == '>';
}

void shell_blanks(struct shell *sh, bool comments)
{
	struct str text = sh->view.text;

	while (sh->pos < text.len) {
		char c = text.p[sh->pos];
		char next = shell_peek(sh, 1);

		if (c == '\\' && next == '\n')
			sh->pos += 2;
		else if (c == '\\' && next == '\r' && shell_peek(sh, 2) == '\n')
			sh->pos += 3;
		else if (c == ' ' || c == '\t' || (c == '\r' && (next == '\n' || next == '\0')))
			sh->pos++;
		else
			break;
	}
	if (comments && shell_peek(sh, 0) == '#') {
		size_t end = str_find_char(text, '\n', sh->pos);

		sh->pos = end == STR_NONE ? text.len : end;
	}
}

struct str shell_plain(const struct shell *sh)
{
	static const char special[] = "\\'\"$`";
	size_t end = sh->pos;

	for (; end < sh->view.text.len; end++) {
		char c = sh->view.text.p[end];

		if (shell_meta(c) || c == '\r')
			break;
		for (size_t i = 0; i < sizeof(special) - 1; i++)
			if (c == special[i])
				return STR("");
		if (end - sh->pos > 64)
			return STR("");
	}
	return str_slice(sh->view.text, sh->pos, end);
}

struct frame *shell_frame(const struct shell *sh)
{
	return &sh->s->frames.at[sh->s->frames.len - 1];
}

uint32_t shell_region(const struct shell *sh)
{
	return shell_frame(sh)->member;
}

static void member_begin(struct shell *sh, struct frame *frame)
{
	frame->commands = sh->s->script->commands.len;
	frame->member = scan_region(sh->s, (struct region){ .parent = frame->base });
}

/* Ends a member of a pipeline, at any separator. */
static void member_end(struct shell *sh, bool pipes, bool background)
{
	struct frame *frame = shell_frame(sh);
	struct region *region = &sh->s->regions.at[frame->member];

	if (pipes || frame->piped || background)
		region->real = true;
	if (pipes)
		region->piped = true;
	frame->piped = pipes;
	if (region->real || sh->s->script->commands.len > frame->commands)
		member_begin(sh, frame);
}

/* Ends the simple command whose words were read. Its last here-document is its input. */
static void command_end(struct shell *sh)
{
	size_t index;

	if (sh->s->drafts.len == sh->drafts)
		return;
	index = scan_command(sh->s, sh->drafts, shell_region(sh));
	for (size_t i = sh->heredocs.len; i > sh->first_heredoc; i--) {
		struct heredoc *doc = &sh->heredocs.at[i - 1];

		if (doc->owned)
			break;
		doc->owned = true;
		doc->command = i == sh->heredocs.len ? index : STR_NONE;
	}
}

void shell_push(struct shell *sh, enum shell_frame kind, bool scope)
{
	uint32_t base = shell_region(sh);
	struct frame frame = { .kind = (int)kind };

	if (scope)
		base = scan_region(sh->s, (struct region){ .parent = base, .real = true });
	frame.base = base;
	member_begin(sh, &frame);
	list_add(sh->s->stacks, &sh->s->frames, frame);
	if (kind == FRAME_PAREN)
		sh->parens++;
}

void shell_pop(struct shell *sh)
{
	if (sh->s->frames.len <= sh->frames + 1)
		return;
	member_end(sh, false, false);
	if (shell_frame(sh)->kind == FRAME_PAREN)
		sh->parens--;
	sh->s->frames.len--;
}

static void newline(struct shell *sh)
{
	command_end(sh);
	sh->pos++;
	shell_heredocs(sh);
	/* `a |` continues on the next line. */
	if (shell_frame(sh)->piped && sh->s->script->commands.len == shell_frame(sh)->commands)
		return;
	member_end(sh, false, false);
}

static void semicolon(struct shell *sh)
{
	char next = shell_peek(sh, 1);

	command_end(sh);
	member_end(sh, false, false);
	sh->pos++;
	if (next != ';' && next != '&')
		return;
	sh->pos++;
	if (next == ';' && shell_peek(sh, 0) == '&')
		sh->pos++;
	shell_pattern_end(sh);
}

static void ampersand(struct shell *sh)
{
	bool and = shell_peek(sh, 1) == '&';

	command_end(sh);
	member_end(sh, false, !and);
	sh->pos += and ? 2 : 1;
}

static void bar(struct shell *sh)
{
	char next = shell_peek(sh, 1);

	command_end(sh);
	member_end(sh, next != '|', false);
	sh->pos += next == '|' || next == '&' ? 2 : 1;
}

static void paren(struct shell *sh)
{
	size_t end = shell_arithmetic_end(sh, sh->pos);

	command_end(sh);
	if (end != STR_NONE) {
		shell_arithmetic(sh, end);
		return;
	}
	sh->pos++;
	shell_push(sh, FRAME_PAREN, true);
}

/* Returns false at the end of the list. */
static bool close_paren(struct shell *sh, bool closing)
{
	command_end(sh);
	sh->pos++;
	if (sh->parens == 0)
		return !closing;
	while (shell_frame(sh)->kind != FRAME_PAREN)
		shell_pop(sh);
	shell_pop(sh);
	return true;
}

/* After the first word of a command: `name ()` defines a function, whose body follows. */
static void function_name(struct shell *sh)
{
	size_t start = sh->pos;

	shell_blanks(sh, false);
	if (shell_peek(sh, 0) == '(') {
		sh->pos++;
		shell_blanks(sh, false);
		if (shell_peek(sh, 0) == ')') {
			sh->pos++;
			list_cut(&sh->s->drafts, sh->drafts);
			return;
		}
	}
	sh->pos = start;
}

static void word(struct shell *sh)
{
	struct scanner *s = sh->s;
	size_t start = sh->pos;

	if (s->drafts.len == sh->drafts && shell_reserved(sh))
		return;

	bool first = s->drafts.len == sh->drafts;
	bool assign = first || s->drafts.at[s->drafts.len - 1].kind == DRAFT_ASSIGNMENT;

	(void)shell_word(sh, assign ? DRAFT_ASSIGNMENT : DRAFT_WORD);
	if (sh->pos == start)
		sh->pos++; /* a byte that starts nothing */
	if (first && s->drafts.len > sh->drafts)
		function_name(sh);
}

/* Reads the next token. Returns false at the end of the list. */
static bool token(struct shell *sh, bool closing)
{
	shell_blanks(sh, true);
	if (sh->pos >= sh->view.text.len)
		return false;
	if (shell_redirect(sh))
		return true;
	if (sh->s->drafts.len == sh->drafts && shell_pattern(sh))
		return true;
	switch (shell_peek(sh, 0)) {
	case '\n':
		newline(sh);
		break;
	case ';':
		semicolon(sh);
		break;
	case '&':
		ampersand(sh);
		break;
	case '|':
		bar(sh);
		break;
	case '(':
		paren(sh);
		break;
	case ')':
		return close_paren(sh, closing);
	default:
		word(sh);
	}
	return true;
}

void shell_list(struct shell *sh, uint32_t region, bool closing)
{
	struct scanner *s = sh->s;
	struct shell saved = *sh;
	struct frame frame = { .kind = FRAME_LIST, .base = region, .member = region };

	sh->drafts = s->drafts.len;
	sh->frames = s->frames.len;
	sh->parens = 0;
	sh->first_heredoc = sh->heredocs.len;
	member_begin(sh, &frame);
	list_add(s->stacks, &s->frames, frame);
	while (token(sh, closing))
		;
	command_end(sh);
	while (s->frames.len > sh->frames + 1)
		shell_pop(sh);
	member_end(sh, false, false);
	list_cut(&s->frames, sh->frames);
	list_cut(&s->drafts, sh->drafts);
	sh->drafts = saved.drafts;
	sh->frames = saved.frames;
	sh->parens = saved.parens;
	sh->first_heredoc = saved.first_heredoc;
	if (sh->first_heredoc > sh->heredocs.len)
		sh->first_heredoc = sh->heredocs.len;
}

void shell_scan(struct scanner *s, const struct view *view, uint32_t region)
{
	struct shell sh = { .s = s, .view = *view };

	shell_list(&sh, region, false);
}
