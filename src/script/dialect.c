/* SPDX-License-Identifier: MIT */
/* Determines the language of a step's script. */
#include "config.h"

#include "base/path.h"
#include "script/script.h"

/* The next word of a `shell:` value, including quotes; an expression is one word. */
static bool next_word(struct str *rest, struct str *word)
{
	size_t end = 0;

	*rest = str_trim(*rest);
	if (rest->len == 0)
		return false;
	while (end < rest->len && rest->p[end] != ' ' && rest->p[end] != '\t')
		if (rest->len - end >= 3 && str_starts(str_slice(*rest, end, rest->len), "${{")) {
			size_t close = str_find(*rest, STR("}}"), end);

			end = close == STR_NONE ? rest->len : close + 2;
		} else {
			end++;
		}
	*word = str_slice(*rest, 0, end);
	*rest = str_slice(*rest, end, rest->len);
	return true;
}

static struct str program(struct str word)
{
	word = path_any_name(word);
	while (word.len > 0 && (word.p[word.len - 1] == '"' || word.p[word.len - 1] == '\''))
		word.len--;
	while (word.len > 0 && (word.p[0] == '"' || word.p[0] == '\''))
		word = str_slice(word, 1, word.len);
	return str_ends(word, ".exe") ? str_slice(word, 0, word.len - 4) : word;
}

/* DIALECT_NONE if the word is not a shell. */
static enum dialect shell_dialect(struct str word)
{
	static const struct {
		const char *name;
		enum dialect dialect;
	} shells[] = {
		{ "bash", DIALECT_SH },
		{ "sh", DIALECT_SH },
		{ "zsh", DIALECT_SH },
		{ "dash", DIALECT_SH },
		{ "ash", DIALECT_SH },
		{ "ksh", DIALECT_SH },
		{ "msys2", DIALECT_SH },
		{ "wsl-bash", DIALECT_SH },
		{ "cygwin", DIALECT_SH },
		{ "micromamba-shell", DIALECT_SH },
		{ "alpine.sh", DIALECT_SH },
		{ "pwsh", DIALECT_POWERSHELL },
		{ "powershell", DIALECT_POWERSHELL },
		{ "cmd", DIALECT_CMD },
	};

	for (size_t i = 0; i < sizeof(shells) / sizeof(shells[0]); i++)
		if (str_is_nocase(word, shells[i].name))
			return shells[i].dialect;
	if (str_starts(word, "wsl-") || str_ends(word, "-bash") || str_ends(word, ".sh"))
		return DIALECT_SH;
	return DIALECT_NONE;
}

static bool is_interpreter(struct str word)
{
	static const char *const names[] = { "python*", "node", "perl",	 "ruby", "Rscript", "php",
					     "deno",	"bun",	"pypy*", "lua",	 "julia",   "nu" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_match(word, str_from(names[i])))
			return true;
	return false;
}

enum dialect dialect_of(struct str shell, struct str runs_on)
{
	struct str rest = shell;
	struct str word;
	bool interpreter = false;

	if (str_trim(shell).len == 0)
		return str_contains_nocase(runs_on, STR("windows")) && !str_contains(runs_on, "${{")
			       ? DIALECT_POWERSHELL
			       : DIALECT_SH;
	/* A wrapper (`nix develop -c bash {0}`) may precede the shell. */
	while (next_word(&rest, &word)) {
		enum dialect dialect = shell_dialect(program(word));

		if (dialect != DIALECT_NONE)
			return dialect;
		if (is_interpreter(program(word)))
			interpreter = true;
	}
	return interpreter ? DIALECT_NONE : DIALECT_SH;
}
