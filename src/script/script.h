/* SPDX-License-Identifier: MIT */
/* Parses a script of a workflow step into the list of simple commands that it may execute. */
#ifndef SCRIPT_SCRIPT_H
#define SCRIPT_SCRIPT_H

#include "base/arena.h"
#include "base/diagnostic.h"

#include <stdint.h>

enum dialect {
	DIALECT_SH,	    /* POSIX sh, bash, zsh */
	DIALECT_POWERSHELL, /* pwsh, powershell */
	DIALECT_CMD,	    /* cmd.exe */
	DIALECT_NONE,	    /* not a shell (python, perl, node): no commands are found */
};

/* Where the bytes of a text are in the script. */
struct offsets {
	const uint32_t
		*map;	/* for each byte, and then the end of the last one; NULL: they follow */
	uint32_t first; /* each other from this offset on */
};

static inline size_t offset_of(const struct offsets *offsets, size_t byte)
{
	return offsets->map ? offsets->map[byte] : offsets->first + byte;
}

/* Those of the text without its first bytes. */
static inline struct offsets offsets_from(const struct offsets *offsets, size_t byte)
{
	if (offsets->map)
		return (struct offsets){ offsets->map + byte, 0 };
	return (struct offsets){ NULL, offsets->first + (uint32_t)byte };
}

/* One word of a command. A script may have many. */
struct word {
	struct str value;    /* without quotes and escapes; expansions and ${{ }} are kept as
	                           * written */
	const uint32_t *map; /* see word_offsets */
	uint32_t first;
	struct short_range range; /* the whole word in the script, including quotes */
	bool literal;		  /* no expansion in it: value is what the program receives */
	bool no_append;		  /* part of an unquoted word of an outer script (bash -c nox): no
	                           * word can be appended after it */
};

/* Where the bytes of its value are. */
static inline struct offsets word_offsets(const struct word *word)
{
	return (struct offsets){ word->map, word->first };
}

/* The word with the last part of its value only. */
static inline struct word word_end(const struct word *word, struct str end)
{
	const struct offsets all = word_offsets(word);
	const struct offsets at = offsets_from(&all, word->value.len - end.len);
	struct word part = *word;

	part.value = end;
	part.map = at.map;
	part.first = at.first;
	return part;
}

struct words {
	LIST(struct word) list;
};

/* A range where `cd` has effect: the script itself, a subshell or an inner script. */
struct scope {
	uint32_t parent; /* index into scopes; the first scope is its own parent */
	uint32_t runner; /* as in its commands */
};

/* One simple command, in the order of the text. */
struct command {
	struct words assignments; /* the leading NAME=value words */
	struct words words;	  /* the command word and its arguments, without redirections */
	uint32_t scope;		  /* index into the script's scopes */
	uint32_t runner;	  /* for a script that runs in a container (docker run x sh -c):
	                           * index of the command that starts it; else INDEX_NONE */
	bool piped_output;	  /* its standard output is piped to another command */
};

/* All memory is the arena's. All offsets are 0-based byte offsets in the scanned text, also for the
 * commands inside `bash -c '…'` and here-documents that a shell reads. */
struct script {
	LIST(struct command) commands;
	LIST(struct scope) scopes;
};

/* Scans text. Never fails: an unfinished quote or substitution ends with the text. */
void script_scan(struct script *script, struct arena *arena, struct str text, enum dialect dialect);

/* Determines the dialect from `shell:` or, if it is empty, from the runner's labels. */
enum dialect dialect_of(struct str shell, struct str runs_on);

#endif
