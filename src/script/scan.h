/* SPDX-License-Identifier: MIT */
/* Shared by the scanners of all dialects: views of a text, words built from pieces, regions that
 * become scopes, and scripts inside a script. */
#ifndef SCRIPT_SCAN_H
#define SCRIPT_SCAN_H

#include "script/script.h"

enum {
	SCAN_DEPTH = 32, /* nested substitutions; deeper ones are skipped */
	SCAN_INNER = 8,	 /* nested scripts (bash -c "bash -c …") */
};

/* Text to be scanned: the whole script or a script inside it. */
struct view {
	struct str text;
	struct offsets at;		 /* in the outermost script */
	const unsigned char *appendable; /* for each byte: may another word be appended after it? */
	bool all_appendable;		 /* the same for all bytes, if appendable is NULL */
};

/* A run of a view's bytes that belongs to a word's value. */
struct piece {
	size_t start;
	size_t end;
	bool quoted;
	int byte; /* replaces the bytes if not negative ($'\n') */
};

/* A range of commands. A region that is not real shares its parent's scope. */
struct region {
	uint32_t parent; /* a lower index; the first region is its own parent */
	uint32_t runner; /* as in struct command, plus 1; 0: none */
	bool real;
	bool piped;    /* its output is piped to another command */
	bool captured; /* its output is captured by a substitution */
};

enum draft_kind { DRAFT_WORD, DRAFT_ASSIGNMENT, DRAFT_INPUT };

/* A word of the current command. */
struct draft {
	struct word word;
	enum draft_kind kind;
	const unsigned char *appendable; /* for the bytes of its value, as in struct view */
	bool all_appendable;
};

/* The state of one list of commands, up to its closing bracket (see shell_list.c). */
struct frame {
	int kind;
	int state;
	uint32_t base;	 /* region that contains the members */
	uint32_t member; /* region of the current pipeline member */
	size_t commands; /* number of commands at the start of the member */
	bool piped;	 /* there was a member before this one */
};

struct scanner {
	struct arena *arena;
	struct arena *stacks;  /* for what ends with the scan */
	struct script *script; /* during the scan, a command's scope is its region */
	LIST(struct region) regions;
	LIST(struct piece) pieces; /* stacks: a nested reader restores them */
	LIST(struct draft) drafts;
	LIST(struct frame) frames;
	size_t length;	     /* of the outermost text */
	unsigned char *seen; /* for each byte of it: this substitution was read; NULL: none was */
	size_t spare;	     /* remaining budget for copying and lookahead, in bytes */
	unsigned depth;
	unsigned inner;
	unsigned mute; /* if not 0, commands are not listed */
};

/* Subtracts cost from the budget. Returns false if it is exhausted. */
bool scan_spend(struct scanner *s, size_t cost);

/* Adds a region and returns its index. */
uint32_t scan_region(struct scanner *s, struct region region);

/* Adds bytes [start, end) of the view to the value of the current word. pieces is the number of
 * pieces at the start of the word. */
void scan_piece(struct scanner *s, size_t pieces, size_t start, size_t end, bool quoted);
/* Joins the pieces from the given one on into a view, and removes them. */
bool scan_view(struct scanner *s, const struct view *view, size_t pieces, struct view *out);
/* Ends a word at range of the view: appends a draft and removes the pieces. */
void scan_word(struct scanner *s, const struct view *view, size_t pieces, struct range range,
	       bool literal);
/* Ends a command whose words are the drafts from the given one on, and removes them. Lists the
 * command and scans the scripts that it passes to a shell. Returns its index, or STR_NONE. */
size_t scan_command(struct scanner *s, size_t drafts, uint32_t region);

/* The end (after "}}") of the `${{ … }}` at start, or start if there is none. */
size_t scan_expression(struct scanner *s, struct str text, size_t start);

/* Scans a view. Its commands belong to the region. */
void scan_dialect(struct scanner *s, const struct view *view, enum dialect dialect,
		  uint32_t region);
void shell_scan(struct scanner *s, const struct view *view, uint32_t region);
void powershell_scan(struct scanner *s, const struct view *view, uint32_t region);
void cmd_scan(struct scanner *s, const struct view *view, uint32_t region);

/* Scans the scripts that the command at index passes to a shell as a word (bash -c) or as its input
 * (here-string). drafts is the index of its first draft. */
void inner_words(struct scanner *s, size_t index, size_t drafts);
/* Scans a here-document that is the input of the command at index, if that is a shell. */
void inner_input(struct scanner *s, size_t index, const struct view *body);

#endif
