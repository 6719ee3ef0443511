/* SPDX-License-Identifier: MIT */
/* Prints the completions of one shell (bash, zsh or fish) from the option table; used by
 * `make update-completions` and by the test that the shipped files are what the table implies. */
#include "config.h"

#include "nox/rules/rules.h"
#include "option_table.h"

#include <stdio.h>
#include <string.h>

/* Writes text with each byte of set behind a backslash. */
static void put_escaped(const char *text, const char *set)
{
	for (; *text; text++) {
		if (strchr(set, *text))
			putchar('\\');
		putchar(*text);
	}
}

/* Is it one of a known set of words? */
static bool has_choices(const struct option_row *row)
{
	return row->kind == OPTION_CHOICE || row->completes == COMPLETES_RULES;
}

/* The words, with blanks between them. */
static void put_choices(const struct option_row *row)
{
	for (int i = 0; row->completes == COMPLETES_RULES && i < RULE_COUNT; i++)
		printf("%s%s", i > 0 ? " " : "", rule_of((enum rule_id)i)->name);
	if (row->completes == COMPLETES_RULES)
		return;
	for (const char *p = row->argument_name; *p; p++)
		putchar(*p == '|' ? ' ' : *p);
}

static bool takes_word(const struct option_row *row)
{
	return row->argument == ARGUMENT_REQUIRED;
}

/* One branch of the `case` that completes the word behind an option. */
static void bash_argument(const struct option_row *row)
{
	if (row->letter)
		printf("\t-%c | --%s)\n", row->letter, row->name);
	else
		printf("\t--%s)\n", row->name);
	if (has_choices(row)) {
		printf("\t\tmapfile -t COMPREPLY < <(compgen -W '");
		put_choices(row);
		printf("' -- \"$current\")\n");
	} else if (row->completes == COMPLETES_FILES) {
		printf("\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n");
	} else if (row->completes == COMPLETES_DIRECTORIES) {
		printf("\t\tmapfile -t COMPREPLY < <(compgen -d -- \"$current\")\n");
	}
	printf("\t\treturn\n\t\t;;\n");
}

static void bash_names(void)
{
	for (size_t i = 0; i < option_count; i++) {
		if (option_table[i].letter)
			printf(" -%c", option_table[i].letter);
		printf(" --%s%s", option_table[i].name, takes_word(&option_table[i]) ? "=" : "");
	}
}

static void print_bash(void)
{
	printf("# SPDX-License-Identifier: MIT\n"
	       "# bash completions of nox-cache-inject; made by make update-completions.\n"
	       "_nox_cache_inject()\n"
	       "{\n"
	       "\tlocal current previous\n\n"
	       "\tCOMPREPLY=()\n"
	       "\tcurrent=${COMP_WORDS[COMP_CWORD]}\n"
	       "\tprevious=${COMP_WORDS[COMP_CWORD - 1]}\n"
	       "\t# readline splits --name=value into three words\n"
	       "\tif [[ $current == = ]]; then\n"
	       "\t\tcurrent=\n"
	       "\telif [[ $previous == = && $COMP_CWORD -gt 1 ]]; then\n"
	       "\t\tprevious=${COMP_WORDS[COMP_CWORD - 2]}\n"
	       "\tfi\n"
	       "\tcase $previous in\n");
	for (size_t i = 0; i < option_count; i++)
		if (takes_word(&option_table[i]))
			bash_argument(&option_table[i]);
	printf("\tesac\n"
	       "\tif [[ $current == -* ]]; then\n"
	       "\t\tmapfile -t COMPREPLY < <(compgen -W '");
	bash_names();
	printf("' -- \"$current\")\n"
	       "\t\t[[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace\n"
	       "\telse\n"
	       "\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
	       "\tfi\n"
	       "}\n"
	       "complete -o filenames -F _nox_cache_inject nox-cache-inject\n");
}

/* What follows the help text in a spec of _arguments. */
static void zsh_argument(const struct option_row *row)
{
	static const char *const actions[] = { "( )", "_files", "_files -/", "" };

	if (row->argument == ARGUMENT_NONE)
		return;
	printf("%s%s:", row->argument == ARGUMENT_OPTIONAL ? "::" : ":",
	       has_choices(row) ? row->name : row->argument_name);
	if (has_choices(row)) {
		putchar('(');
		put_choices(row);
		putchar(')');
	} else {
		printf("%s", actions[row->completes]);
	}
}

static void zsh_spec(const struct option_row *row, bool letter)
{
	static const char *const joints[2][3] = { { "", "=", "=-" }, { "", "+", "-" } };

	printf("\t'%s", row->kind == OPTION_LIST || row->kind == OPTION_PATTERN ||
					row->kind == OPTION_RULES || row->kind == OPTION_STEP
				? "*"
				: "");
	if (letter)
		printf("-%c", row->letter);
	else
		printf("--%s", row->name);
	printf("%s[", joints[letter][row->argument]);
	for (const char *p = row->help; *p; p++)
		if (*p == '\'')
			printf("'\\''");
		else
			putchar(*p);
	putchar(']');
	zsh_argument(row);
	printf("' \\\n");
}

static void print_zsh(void)
{
	printf("#compdef nox-cache-inject\n"
	       "# SPDX-License-Identifier: MIT\n"
	       "# zsh completions of nox-cache-inject; made by make update-completions.\n"
	       "_arguments -s -S \\\n");
	for (size_t i = 0; i < option_count; i++) {
		if (option_table[i].letter)
			zsh_spec(&option_table[i], true);
		zsh_spec(&option_table[i], false);
	}
	printf("\t'*:path:_files'\n");
}

static void print_fish(void)
{
	printf("# SPDX-License-Identifier: MIT\n"
	       "# fish completions of nox-cache-inject; made by make update-completions.\n");
	for (size_t i = 0; i < option_count; i++) {
		const struct option_row *row = &option_table[i];

		printf("complete -c nox-cache-inject");
		if (row->letter)
			printf(" -s %c", row->letter);
		printf(" -l %s", row->name);
		if (row->completes == COMPLETES_FILES)
			printf(" -r -F");
		else if (row->completes == COMPLETES_DIRECTORIES)
			printf(" -x -a '(__fish_complete_directories)'");
		else if (takes_word(row))
			printf(" -x");
		if (has_choices(row)) {
			printf(" -a '");
			put_choices(row);
			printf("'");
		}
		printf(" -d '");
		put_escaped(row->help, "'\\");
		printf("'\n");
	}
}

int main(int argc, char *argv[])
{
	static const struct {
		const char *shell;
		void (*print)(void);
	} shells[] = { { "bash", print_bash }, { "zsh", print_zsh }, { "fish", print_fish } };

	for (size_t i = 0; i < sizeof(shells) / sizeof(shells[0]); i++) {
		if (argc != 2 || strcmp(argv[1], shells[i].shell) != 0)
			continue;
		shells[i].print();
		return fflush(stdout) == 0 ? 0 : 2;
	}
	fprintf(stderr, "usage: generate bash|zsh|fish\n");
	return 2;
}
