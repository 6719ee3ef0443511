/* SPDX-License-Identifier: MIT */
/* What the scanners of all dialects share: views of a text, words made of pieces, the regions that
 * become scopes, and the scripts inside a script. Failure (memory) sticks in the arena. */
#ifndef SCRIPT_SCAN_H
#define SCRIPT_SCAN_H

#include "script/script.h"

enum {
	SCAN_DEPTH = 32, /* substitutions within substitutions; what lies deeper is skipped */
	SCAN_INNER = 8,  /* scripts within scripts (bash -c "bash -c …") */
};

/* Text that is scanned: the script itself, or one that was taken out of it. */
struct view {
	struct str text;
	const size_t *map;         /* text.len + 1 offsets into the outermost script */
	const unsigned char *open; /* for each byte: may a further word be put behind it? */
	bool open_all;             /* the same for all bytes, where open is NULL */
};

/* A run of a view's bytes that belongs to a word's value. */
struct piece {
	size_t start;
	size_t end;
	bool quoted;
	int byte; /* stands for the bytes where it is not negative ($'\n') */
};

/* A stretch of commands. Regions that are not real are one scope with their parent. */
struct region {
	size_t parent;  /* always a lower index, the first is its own parent */
	bool real;
	bool piped;     /* its output feeds another command */
	bool captured;  /* its output goes into a substitution, whatever is around it */
	size_t runner;  /* as of a command, plus 1; 0: none */
};

enum draft_kind { DRAFT_WORD, DRAFT_ASSIGNMENT, DRAFT_INPUT };

/* A word of the command that is being read. */
struct draft {
	struct word word;
	enum draft_kind kind;
	const unsigned char *open; /* of its value's bytes, as in struct view */
	bool open_all;
};

/* What one list of commands, up to its closing bracket, is made of (see shell.c). */
struct frame {
	int kind;
	int state;
	size_t base;     /* region around the members */
	size_t member;   /* region of the pipeline member that is being read */
	size_t commands; /* number of commands when the member began */
	bool piped;      /* a member stood in front of this one */
};

struct scanner {
	struct arena *arena;
	struct script *script; /* until the end, a command's scope is its region */
	LIST(struct region) regions;
	LIST(struct piece) pieces; /* stacks: a nested reader leaves them as it found them */
	LIST(struct draft) drafts;
	LIST(struct frame) frames;
	unsigned char *seen; /* for each byte of the outermost text: this substitution was read */
	size_t spare;        /* bytes that may still be copied or looked ahead at */
	unsigned depth;
	unsigned inner;
	unsigned mute;       /* more than 0: commands are not listed */
};

/* Takes cost off what may still be spent; false when it is spent. */
bool scan_spend(struct scanner *s, size_t cost);

/* Index of a new region. */
size_t scan_region(struct scanner *s, struct region region);

/* Adds bytes [start, end) of the view to the value of the word that is being read. pieces is the
 * number of pieces when the word began. */
void scan_piece(struct scanner *s, size_t pieces, size_t start, size_t end, bool quoted);
/* The view that the pieces from the given one on make up. The pieces are taken off. */
bool scan_view(struct scanner *s, const struct view *view, size_t pieces, struct view *out);
/* Ends a word that stands at range of the view; appends a draft. The pieces are taken off. */
void scan_word(struct scanner *s, const struct view *view, size_t pieces, struct range range,
	       bool literal);
/* Ends a command: its words are the drafts from the given one on, which are taken off. Lists it,
 * scans the scripts that it hands to a shell, and returns its index, or STR_NONE. */
size_t scan_command(struct scanner *s, size_t drafts, size_t region);

/* End (behind "}}") of the `${{ … }}` at start, or start where there is none. */
size_t scan_expression(struct scanner *s, struct str text, size_t start);

/* Scans a view whose commands belong to the region. */
void scan_dialect(struct scanner *s, const struct view *view, enum dialect dialect, size_t region);
void shell_scan(struct scanner *s, const struct view *view, size_t region);
void powershell_scan(struct scanner *s, const struct view *view, size_t region);
void cmd_scan(struct scanner *s, const struct view *view, size_t region);

/* Scans the scripts that the command at index hands to a shell as a word (bash -c) or as its input
 * (here-string). drafts: where its drafts begin. */
void inner_words(struct scanner *s, size_t index, size_t drafts);
/* Scans a here-document that is the input of the command at index, where that is a shell. */
void inner_input(struct scanner *s, size_t index, const struct view *body);

#endif
