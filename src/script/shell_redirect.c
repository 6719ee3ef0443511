/* SPDX-License-Identifier: MIT */
/* Redirections can be anywhere in a command and are not words of it. The body of a here-document is
 * read at the end of the line that declares it. */
#include "config.h"

#include "base/ascii.h"
#include "script/shell.h"

/* Length of the descriptor before an operator: "2", "{fd}" or "&"; otherwise 0. */
static size_t descriptor(const struct shell *sh)
{
	size_t n = 0;

	if (shell_peek(sh, 0) == '&')
		return shell_peek(sh, 1) == '>';
	while (n < 8 && ascii_is_digit(shell_peek(sh, n)))
		n++;
	if (n == 0 && shell_peek(sh, 0) == '{') {
		for (n = 1; n < 64 && ascii_is_name(shell_peek(sh, n)); n++)
			;
		n = n > 1 && shell_peek(sh, n) == '}' ? n + 1 : 0;
	}
	return n;
}

/* Length of the operator n bytes ahead, or 0 if there is none. */
static size_t operator_length(const struct shell *sh, size_t n)
{
	static const char *const operators[] = { "<<<", "<<-", "<<", "<&", "<>",
						 "<",	">>",  ">|", ">&", ">" };
	char first = shell_peek(sh, n);

	if (first != '<' && first != '>')
		return 0;
	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
		if (str_starts(str_slice(sh->view.text, sh->pos + n, sh->view.text.len),
			       operators[i]))
			return str_from(operators[i]).len;
	return 0;
}

static bool has_quotes(struct str text)
{
	return str_contains(text, "'") || str_contains(text, "\"") || str_contains(text, "\\");
}

static void heredoc_begin(struct shell *sh, bool strip)
{
	struct scanner *s = sh->s;
	size_t drafts = s->drafts.len;
	size_t start = sh->pos;

	if (!shell_word(sh, DRAFT_INPUT) || s->drafts.len == drafts)
		return;

	struct heredoc doc = {
		.delimiter = s->drafts.at[drafts].word.value,
		.command = STR_NONE,
		.strip = strip,
		.quoted = has_quotes(str_slice(sh->view.text, start, sh->pos)),
	};

	list_cut(&s->drafts, drafts);
	list_add(s->stacks, &sh->heredocs, doc);
}

bool shell_redirect(struct shell *sh)
{
	size_t before = descriptor(sh);
	size_t length = operator_length(sh, before);
	char first = shell_peek(sh, before);
	size_t drafts = sh->s->drafts.len;

	if (length == 0 || (before == 0 && length == 1 && shell_peek(sh, 1) == '('))
		return false;

	char last = shell_peek(sh, before + length - 1);

	sh->pos += before + length;
	shell_blanks(sh, false);
	if (length >= 2 && first == '<' && shell_peek(sh, 0) != '\n' && last == '-') {
		heredoc_begin(sh, true);
	} else if (length == 2 && first == '<' && last == '<') {
		heredoc_begin(sh, false);
	} else if (length == 3 && last == '<') {
		(void)shell_word(sh, DRAFT_INPUT);
	} else {
		(void)shell_word(sh, DRAFT_WORD);
		list_cut(&sh->s->drafts, drafts);
	}
	return true;
}

static bool is_delimiter(struct str line, const struct heredoc *doc)
{
	if (line.len > 0 && line.p[line.len - 1] == '\n')
		line.len--;
	if (line.len > 0 && line.p[line.len - 1] == '\r')
		line.len--;
	while (doc->strip && line.len > 0 && line.p[0] == '\t')
		line = str_slice(line, 1, line.len);
	return str_eq(line, doc->delimiter);
}

/* Removes the backslashes that an unquoted here-document drops. */
static bool body_view(struct shell *sh, const struct heredoc *doc, struct range body,
		      struct view *out)
{
	struct scanner *s = sh->s;
	size_t pieces = s->pieces.len;
	size_t start = body.start;

	for (size_t i = body.start; !doc->quoted && i + 1 < body.end; i++) {
		char next = sh->view.text.p[i + 1];

		if (sh->view.text.p[i] != '\\' ||
		    (next != '$' && next != '`' && next != '\\' && next != '\n'))
			continue;
		scan_piece(s, pieces, start, i, true);
		start = next == '\n' ? i + 2 : i + 1;
		i++;
	}
	scan_piece(s, pieces, start, body.end, true);
	return scan_view(s, &sh->view, pieces, out);
}

static void heredoc_read(struct shell *sh, const struct heredoc *doc)
{
	struct str rest = str_slice(sh->view.text, sh->pos, sh->view.text.len);
	struct range body = { sh->pos, sh->view.text.len };
	size_t after = sh->view.text.len;
	struct str line;
	struct view view;

	while (str_next_line(&rest, &line))
		if (is_delimiter(line, doc)) {
			body.end = (size_t)(line.p - sh->view.text.p);
			after = body.end + line.len;
			break;
		}
	if (!doc->quoted)
		shell_text(sh, body.end);
	if (doc->command != STR_NONE && body_view(sh, doc, body, &view))
		inner_input(sh->s, doc->command, &view);
	sh->pos = after;
}

void shell_heredocs(struct shell *sh)
{
	/* A substitution in a body may declare others, which get their own list. */
	struct heredoc *due = sh->heredocs.at;
	size_t count = sh->heredocs.len;

	sh->heredocs.at = NULL;
	sh->heredocs.len = 0;
	sh->heredocs.cap = 0;
	sh->first_heredoc = 0;
	for (size_t i = 0; i < count; i++)
		heredoc_read(sh, &due[i]);
}
