/* SPDX-License-Identifier: MIT */
/* A script of a workflow step, as the list of the simple commands that running it may execute. */
#ifndef SCRIPT_SCRIPT_H
#define SCRIPT_SCRIPT_H

#include "base/arena.h"
#include "base/diagnostic.h"

enum dialect {
	DIALECT_SH,         /* POSIX sh, bash, zsh */
	DIALECT_POWERSHELL, /* pwsh, powershell */
	DIALECT_CMD,        /* cmd.exe */
	DIALECT_NONE,       /* not a shell (python, perl, node): no command is found */
};

/* One word of a command. */
struct word {
	struct str value;    /* quotes and escapes removed; expansions and ${{ }} stand as written */
	const size_t *at;    /* value.len + 1 offsets into the script: where each byte of value
	                      * stands, and last where its last byte ends */
	struct range range;  /* the whole word in the script, quotes included */
	bool literal;        /* no expansion in it: value is what the program gets */
	bool fixed;          /* part of an unquoted word of an outer script (bash -c nox): no further
	                      * word can be put behind it */
};

struct words {
	LIST(struct word) list;
};

/* A place where `cd` has effect: the script itself, each subshell, each inner script. */
struct scope {
	size_t parent; /* index into scopes; the first scope is its own parent */
	size_t runner; /* as of its commands */
};

/* One simple command, in the order of the text. */
struct command {
	struct words assignments; /* the leading NAME=value words */
	struct words words;       /* the command word and its arguments, redirections left out */
	size_t scope;             /* index into the script's scopes */
	bool piped_output;        /* its standard output feeds another command ("|") */
	size_t runner;            /* index of the command in whose container it runs, where it stands in
	                           * a script that is run there (docker run x sh -c); else STR_NONE */
};

/* All memory is the arena's; all offsets count bytes of the text that was scanned, from 0; also
 * those of the commands inside `bash -c '…'` and of a here-document that a shell reads. */
struct script {
	LIST(struct command) commands;
	LIST(struct scope) scopes;
};

/* Scans text. Never fails on what it does not understand: an unfinished quote or substitution ends
 * with the text. */
void script_scan(struct script *script, struct arena *arena, struct str text, enum dialect dialect);

/* What `shell:` (may be empty) and, where it is empty, the runner's labels say. */
enum dialect dialect_of(struct str shell, struct str runs_on);

#endif
