/* SPDX-License-Identifier: MIT */
/* The table of options. */
#include "config.h"

#include "option_table.h"

#include <stddef.h>

#define REPORTS (MODE_BIT(MODE_CHECK) | MODE_BIT(MODE_LIST))
#define REQUESTS (MODE_BIT(MODE_PATCH) | MODE_BIT(MODE_COMMIT))
#define CHANGES (MODE_BIT(MODE_DIFF) | MODE_BIT(MODE_IN_PLACE) | REQUESTS)

#define MODE_ROW(letter, name, mode, help)                                                         \
	{ GROUP_MODE, letter, name, ARGUMENT_NONE, NULL, COMPLETES_NOTHING, help, OPTION_MODE,     \
	  mode,	      0,      0 }
#define FLAG_ROW(group, name, member, help)                                                        \
	{ group, '\0',                                                                             \
	  name,	 ARGUMENT_NONE,                                                                    \
	  NULL,	 COMPLETES_NOTHING,                                                                \
	  help,	 OPTION_FLAG,                                                                      \
	  0,	 offsetof(struct options, member),                                                 \
	  0 }
#define STEP_ROW(letter, name, step, help)                                                         \
	{ GROUP_OUTPUT,                                                                            \
	  letter,                                                                                  \
	  name,                                                                                    \
	  ARGUMENT_NONE,                                                                           \
	  NULL,                                                                                    \
	  COMPLETES_NOTHING,                                                                       \
	  help,                                                                                    \
	  OPTION_STEP,                                                                             \
	  step,                                                                                    \
	  offsetof(struct options, verbosity),                                                     \
	  0 }
#define VALUE_ROW(group, letter, name, argument, kind, member, modes, completes, help)             \
	{ group,    letter,                                                                        \
	  name,	    ARGUMENT_REQUIRED,                                                             \
	  argument, completes,                                                                     \
	  help,	    kind,                                                                          \
	  0,	    offsetof(struct options, member),                                              \
	  modes }
#define PLAIN_ROW(group, name, argument, kind, member, help)                                       \
	VALUE_ROW(group, '\0', name, argument, kind, member, 0, COMPLETES_NOTHING, help)
#define REQUEST_ROW(letter, name, argument, kind, member, help)                                    \
	VALUE_ROW(GROUP_PULL_REQUEST, letter, name, argument, kind, member, REQUESTS,              \
		  COMPLETES_NOTHING, help)
#define FINDINGS_ROW(name, argument, kind, member, completes, help)                                \
	VALUE_ROW(GROUP_FINDINGS, '\0', name, argument, kind, member, REPORTS, completes, help)

const struct option_row option_table[] = {
	MODE_ROW('d', "diff", MODE_DIFF, "print a unified diff, write nothing (default)"),
	{ GROUP_MODE, 'i', "in-place", ARGUMENT_OPTIONAL, "SUFFIX", COMPLETES_NOTHING,
	  "rewrite the files; with SUFFIX keep a backup", OPTION_MODE, MODE_IN_PLACE,
	  offsetof(struct options, backup_suffix), 0 },
	MODE_ROW('p', "patch", MODE_PATCH, "print one mailbox patch for git am or git apply"),
	MODE_ROW('\0', "commit", MODE_COMMIT, "make that commit on a branch, print its id"),
	MODE_ROW('c', "check", MODE_CHECK, "print findings, write nothing; status 1 if any"),
	MODE_ROW('l', "list", MODE_LIST, "print every job that runs Nox and its caching"),
	{ GROUP_MODE, '\0', "why", ARGUMENT_REQUIRED, "JOB", COMPLETES_NOTHING,
	  "explain the decisions about one job", OPTION_MODE, MODE_WHY,
	  offsetof(struct options, why), 0 },

	{ GROUP_MODE, '\0', "explain", ARGUMENT_REQUIRED, "RULE", COMPLETES_RULES,
	  "explain a rule of --check", OPTION_MODE, MODE_EXPLAIN, offsetof(struct options, explain),
	  0 },

	PLAIN_ROW(GROUP_CHANGE, "action", "REF", OPTION_USES, action,
		  "the cache action to use, such as actions/cache@v6"),
	PLAIN_ROW(GROUP_CHANGE, "hash-file", "PATTERN", OPTION_PATTERN, hash_files,
		  "file to hash instead of the detected ones (*)"),
	PLAIN_ROW(GROUP_CHANGE, "reuse", "auto|keep|no-install", OPTION_CHOICE, reuse,
		  "add -r to nox, keep all commands, or -R where safe"),
	PLAIN_ROW(GROUP_CHANGE, "fallback", "always|pull-request|never", OPTION_CHOICE, fallback,
		  "when to fall back to an older cache"),
	FLAG_ROW(GROUP_CHANGE, "no-restore-keys", no_restore_keys, "the same as --fallback=never"),
	PLAIN_ROW(GROUP_CHANGE, "max-age", "any|day|week|month", OPTION_CHOICE, max_age,
		  "rebuild environments that are older"),
	PLAIN_ROW(GROUP_CHANGE, "cache-version", "WORD", OPTION_WORD, cache_version,
		  "word in the key; change it to drop all caches"),
	PLAIN_ROW(GROUP_CHANGE, "job", "ID", OPTION_LIST, jobs, "process only this job (*)"),
	PLAIN_ROW(GROUP_CHANGE, "skip-job", "ID", OPTION_LIST, skip_jobs, "skip this job (*)"),
	FLAG_ROW(GROUP_CHANGE, "fix-existing", fix_existing, "also mend caches written by people"),
	FLAG_ROW(GROUP_CHANGE, "include-release", include_release, "cache in release jobs too"),
	PLAIN_ROW(GROUP_CHANGE, "nox-command", "WORD", OPTION_LIST, nox_commands,
		  "additional command that runs Nox (*)"),
	PLAIN_ROW(GROUP_CHANGE, "nox-action", "PATTERN", OPTION_LIST, nox_actions,
		  "additional action that runs Nox (*)"),
	{ GROUP_CHANGE, '\0', "feature", ARGUMENT_OPTIONAL, "FILE", COMPLETES_FILES,
	  "also write the acceptance scenarios", OPTION_ANY, 0, offsetof(struct options, feature),
	  CHANGES },

	FINDINGS_ROW("select", "RULE,...", OPTION_RULES, select, COMPLETES_RULES,
		     "report only findings of these rules (*)"),
	FINDINGS_ROW("ignore", "RULE,...", OPTION_RULES, ignore, COMPLETES_RULES,
		     "hide findings of these rules (*)"),
	FINDINGS_ROW("min-severity", "note|warning|error", OPTION_CHOICE, min_severity,
		     COMPLETES_NOTHING, "hide findings below this severity"),
	{ GROUP_FINDINGS, '\0', "exit-zero", ARGUMENT_NONE, NULL, COMPLETES_NOTHING,
	  "exit with status 0 even if --check has findings", OPTION_FLAG, 0,
	  offsetof(struct options, exit_zero), MODE_BIT(MODE_CHECK) },

	REQUEST_ROW('\0', "branch", "NAME", OPTION_TEXT, branch, "name of the branch"),
	REQUEST_ROW('m', "message", "SUBJECT", OPTION_TEXT, message, "subject of the commit"),
	REQUEST_ROW('\0', "body", "TEXT", OPTION_ANY, body, "text below the subject"),
	REQUEST_ROW('\0', "trailer", "LINE", OPTION_LIST, trailers,
		    "a line such as 'Refs: #1' (*)"),
	REQUEST_ROW('\0', "author", "ID", OPTION_TEXT, author, "author, as 'Name <address>'"),
	REQUEST_ROW('\0', "date", "DATE", OPTION_TEXT, date, "date of the commit"),
	REQUEST_ROW('\0', "base", "REV", OPTION_TEXT, base, "branch or commit to start from"),
	{ GROUP_PULL_REQUEST, '\0', "force-branch", ARGUMENT_NONE, NULL, COMPLETES_NOTHING,
	  "let --commit replace a branch with other commits", OPTION_FLAG, 0,
	  offsetof(struct options, force_branch), MODE_BIT(MODE_COMMIT) },
	{ GROUP_PULL_REQUEST, '\0', "sign", ARGUMENT_OPTIONAL, "KEY", COMPLETES_NOTHING,
	  "sign the commit with KEY or your default key", OPTION_ANY, 0,
	  offsetof(struct options, sign), MODE_BIT(MODE_COMMIT) },
	VALUE_ROW(GROUP_PULL_REQUEST, '\0', "pr-body", "FILE", OPTION_TEXT, pr_body, REQUESTS,
		  COMPLETES_FILES, "write a description for the pull request"),

	VALUE_ROW(GROUP_OUTPUT, 'C', "directory", "DIR", OPTION_LIST, directories, 0,
		  COMPLETES_DIRECTORIES, "run as if started in DIR"),
	VALUE_ROW(GROUP_OUTPUT, 'o', "output", "FILE", OPTION_TEXT, output, 0, COMPLETES_FILES,
		  "write the output to FILE"),
	VALUE_ROW(GROUP_OUTPUT, '\0', "format", "text|concise|json|sarif|github|markdown",
		  OPTION_CHOICE, format, REPORTS | MODE_BIT(MODE_COMMIT), COMPLETES_NOTHING,
		  "for --check; text and json for --list, --commit too"),
	{ GROUP_OUTPUT, '\0', "exit-code", ARGUMENT_NONE, NULL, COMPLETES_NOTHING,
	  "exit with status 1 if --diff prints a change", OPTION_FLAG, 0,
	  offsetof(struct options, exit_code), MODE_BIT(MODE_DIFF) },
	FLAG_ROW(GROUP_OUTPUT, "no-config", no_config, "do not read .nox-cache-inject.yml"),
	VALUE_ROW(GROUP_OUTPUT, 'j', "parallel", "N", OPTION_COUNT, parallel, 0, COMPLETES_NOTHING,
		  "process N repositories in parallel"),
	PLAIN_ROW(GROUP_OUTPUT, "color", "auto|always|never", OPTION_CHOICE, color,
		  "when to colour the output"),
	STEP_ROW('q', "quiet", -1, "print errors only"),
	STEP_ROW('v', "verbose", +1, "print notes too; twice for all of them"),
	FLAG_ROW(GROUP_OUTPUT, "no-pager", no_pager, "print a diff on a terminal without a pager"),
	FLAG_ROW(GROUP_OUTPUT, "no-isolation", no_isolation,
		 "parse YAML in this process, for debugging"),
	{ GROUP_OUTPUT, 'h', "help", ARGUMENT_NONE, NULL, COMPLETES_NOTHING, "print this help",
	  OPTION_MODE, MODE_HELP, 0, 0 },
	{ GROUP_OUTPUT, 'V', "version", ARGUMENT_NONE, NULL, COMPLETES_NOTHING, "print the version",
	  OPTION_MODE, MODE_VERSION, 0, 0 },
};

/* More processes than this are a typing mistake. */

#define ROWS (sizeof(option_table) / sizeof(option_table[0]))
_Static_assert(ROWS <= OPTIONS_MAX, "options.given has a bit for each row");

const size_t option_count = ROWS;
