/* SPDX-License-Identifier: MIT */
/* Scripts that a command passes to a shell as a word (bash -c, su -c, eval) or as its input. They
 * are scanned in place; all offsets are in the outermost text. */
#include "config.h"

#include "script/scan.h"
#include "script/wrapper.h"

enum how {
	HOW_SHELL,	/* -c, possibly among other short options, then the first operand */
	HOW_POWERSHELL, /* everything after -Command */
	HOW_CMD,	/* everything after /c */
	HOW_OPTION,	/* the value of -c, --command or --run */
	HOW_ALL,	/* all arguments, joined */
	HOW_SG,		/* the last argument, with or without -c */
};

static const struct shell_program {
	const char *name;
	enum how how;
	enum dialect dialect;
} shells[] = {
	{ "bash", HOW_SHELL, DIALECT_SH },
	{ "sh", HOW_SHELL, DIALECT_SH },
	{ "dash", HOW_SHELL, DIALECT_SH },
	{ "zsh", HOW_SHELL, DIALECT_SH },
	{ "ash", HOW_SHELL, DIALECT_SH },
	{ "ksh", HOW_SHELL, DIALECT_SH },
	{ "pwsh", HOW_POWERSHELL, DIALECT_POWERSHELL },
	{ "powershell", HOW_POWERSHELL, DIALECT_POWERSHELL },
	{ "cmd", HOW_CMD, DIALECT_CMD },
	{ "su", HOW_OPTION, DIALECT_SH },
	{ "runuser", HOW_OPTION, DIALECT_SH },
	{ "script", HOW_OPTION, DIALECT_SH },
	{ "flock", HOW_OPTION, DIALECT_SH },
	{ "nix-shell", HOW_OPTION, DIALECT_SH },
	{ "infisical", HOW_OPTION, DIALECT_SH },
	{ "mise", HOW_OPTION, DIALECT_SH },
	{ "sg", HOW_SG, DIALECT_SH },
	{ "eval", HOW_ALL, DIALECT_SH },
};

/* The script in a shell's arguments: words [first, first + count). */
struct reading {
	size_t first;
	size_t count;
	bool input; /* it reads its script from standard input */
};

static const struct shell_program *shell_of(const struct program *p)
{
	for (size_t i = 0; p->kind == PROGRAM_COMMAND && i < sizeof(shells) / sizeof(shells[0]);
	     i++)
		if (str_is(p->name, shells[i].name))
			return &shells[i];
	return NULL;
}

static struct reading read_shell(const struct word *at, size_t n)
{
	bool command = false, input = false;
	size_t i = 0;

	for (; i < n; i++) {
		struct str value = at[i].value;

		if (value.len < 2 || (value.p[0] != '-' && value.p[0] != '+'))
			break;
		if (str_is(value, "--")) {
			i++;
			break;
		}
		if (str_starts(value, "--")) {
			i += str_is(value, "--rcfile") || str_is(value, "--init-file");
			continue;
		}
		command = command || str_find_char(value, 'c', 1) != STR_NONE;
		input = input || str_find_char(value, 's', 1) != STR_NONE;
		i += str_find_char(value, 'o', 1) != STR_NONE ||
		     str_find_char(value, 'O', 1) != STR_NONE;
	}
	if (command)
		return (struct reading){ .first = i, .count = i < n };
	return (struct reading){ .input = input || i >= n || str_is(at[i].value, "-") };
}

/* -Command and -c; all remaining arguments are the script. */
static struct reading read_powershell(const struct word *at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_is_nocase(at[i].value, "-command") || str_is_nocase(at[i].value, "-c"))
			return (struct reading){ .first = i + 1, .count = n - i - 1 };
		else if (str_is_nocase(at[i].value, "-file") || str_is_nocase(at[i].value, "-f"))
			break;
	return (struct reading){ 0 };
}

static struct reading read_cmd(const struct word *at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_is_nocase(at[i].value, "/c") || str_is_nocase(at[i].value, "/k"))
			return (struct reading){ .first = i + 1, .count = n - i - 1 };
	return (struct reading){ 0 };
}

static struct reading read_option(const struct word *at, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++) {
		struct str value = at[i].value;
		bool bundle = value.len > 1 && value.p[0] == '-' && value.p[1] != '-' &&
			      value.p[value.len - 1] == 'c';

		if (bundle || str_is(value, "--command") || str_is(value, "--run"))
			return (struct reading){ .first = i + 1, .count = 1 };
	}
	return (struct reading){ 0 };
}

static struct reading read_how(enum how how, const struct word *at, size_t n)
{
	switch (how) {
	case HOW_SHELL:
		return read_shell(at, n);
	case HOW_POWERSHELL:
		return read_powershell(at, n);
	case HOW_CMD:
		return read_cmd(at, n);
	case HOW_OPTION:
		return read_option(at, n);
	case HOW_ALL:
		return (struct reading){ .first = 0, .count = n };
	case HOW_SG:
		return (struct reading){ .first = n > 1 ? n - 1 : 0, .count = n > 1 };
	}
	return (struct reading){ 0 };
}

/* The draft of a word. The words may be copies, but their ranges are the same. */
static const struct draft *draft_of(const struct scanner *s, size_t drafts, const struct word *word)
{
	for (size_t i = drafts; i < s->drafts.len; i++)
		if (s->drafts.at[i].kind == DRAFT_WORD &&
		    s->drafts.at[i].word.range.start == word->range.start)
			return &s->drafts.at[i];
	return NULL;
}

static struct view view_of(const struct draft *draft)
{
	return (struct view){ .text = draft->word.value,
			      .at = word_offsets(&draft->word),
			      .appendable = draft->appendable,
			      .all_appendable = draft->all_appendable };
}

/* Joins several words with spaces. A single word is borrowed. */
static bool join(struct scanner *s, size_t drafts, const struct word *at, size_t n,
		 struct view *out)
{
	const struct draft *draft = draft_of(s, drafts, at);
	size_t length = 0, k = 0;

	if (!draft)
		return false;
	*out = view_of(draft);
	if (n == 1)
		return true;
	for (size_t i = 0; i < n; i++)
		length += at[i].value.len + 1;
	if (!scan_spend(s, length))
		return false;

	char *text = arena_alloc(s->arena, length + 1, 1);
	uint32_t *map = arena_alloc(s->arena, length + 1, sizeof(*map));

	for (size_t i = 0; i < n; i++) {
		const struct offsets offsets = word_offsets(&at[i]);

		for (size_t b = 0; b < at[i].value.len; b++, k++) {
			text[k] = at[i].value.p[b];
			map[k] = (uint32_t)offset_of(&offsets, b);
		}
		text[k] = ' ';
		map[k++] = at[i].range.end - 1;
	}
	map[k] = at[n - 1].range.end;
	/* A word appended after one of these is joined too. */
	*out = (struct view){ .text = { text, length },
			      .at = { map, 0 },
			      .all_appendable = !at[0].no_append };
	return true;
}

static void scan_view_in(struct scanner *s, const struct view *view, enum dialect dialect,
			 uint32_t region, size_t runner)
{
	if (s->inner >= SCAN_INNER || s->depth >= SCAN_DEPTH)
		return;
	s->inner++;
	s->depth++;
	region = scan_region(
		s, (struct region){ .parent = region, .real = true, .runner = (uint32_t)runner });
	scan_dialect(s, view, dialect, region);
	s->depth--;
	s->inner--;
}

void inner_words(struct scanner *s, size_t index, size_t drafts)
{
	struct command command = s->script->commands.at[index];
	const struct shell_program *shell;
	struct program p;
	struct view view;

	program_of(&p, s->arena, &command);
	shell = shell_of(&p);
	if (!shell)
		return;

	struct reading reading = read_how(shell->how, p.arguments, p.argument_count);

	if (reading.count > 0) {
		if (join(s, drafts, p.arguments + reading.first, reading.count, &view))
			scan_view_in(s, &view, shell->dialect, command.scope,
				     p.container ? index + 1 : 0);
		return;
	}
	for (size_t i = drafts; reading.input && i < s->drafts.len; i++) {
		if (s->drafts.at[i].kind != DRAFT_INPUT)
			continue;
		view = view_of(&s->drafts.at[i]);
		scan_view_in(s, &view, shell->dialect, command.scope, p.container ? index + 1 : 0);
		return;
	}
}

void inner_input(struct scanner *s, size_t index, const struct view *body)
{
	struct command command = s->script->commands.at[index];
	const struct shell_program *shell;
	struct program p;

	program_of(&p, s->arena, &command);
	shell = shell_of(&p);
	if (shell && shell->how == HOW_SHELL && read_shell(p.arguments, p.argument_count).input)
		scan_view_in(s, body, shell->dialect, command.scope, p.container ? index + 1 : 0);
}
