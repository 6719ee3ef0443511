/* SPDX-License-Identifier: MIT */
/* The parts of the scanner for sh, bash and zsh: lists, words, redirections. */
#ifndef SCRIPT_SHELL_H
#define SCRIPT_SHELL_H

#include "script/scan.h"

/* A here-document whose body begins after the next line break. */
struct heredoc {
	struct str delimiter;
	size_t command; /* the command that reads it, or STR_NONE if none does */
	bool owned;	/* command is set */
	bool strip;	/* <<-: remove tabs before the delimiter */
	bool quoted;	/* no expansion in the body */
};

/* The state of the scanner in a view. */
struct shell {
	struct scanner *s;
	struct view view;
	size_t pos;
	size_t drafts;	      /* index of the first draft of the current command */
	size_t frames;	      /* index of the first frame of the current list */
	size_t parens;	      /* open subshells of the current list */
	size_t first_heredoc; /* of the current list */
	LIST(struct heredoc) heredocs;
};

/* shell_list.c: reads commands to the end of the view or, if closing, past the ")". */
void shell_list(struct shell *sh, uint32_t region, bool closing);
/* The region of the current command. */
uint32_t shell_region(const struct shell *sh);
/* Skips spaces, tabs and continued lines and, if comments is set, comments. */
void shell_blanks(struct shell *sh, bool comments);
/* The byte at that offset from the position, or NUL at the end. */
char shell_peek(const struct shell *sh, size_t ahead);
bool shell_meta(char c);
/* The word at the position if it has no quotes or expansions; may be empty. */
struct str shell_plain(const struct shell *sh);

/* shell_word.c: reads one word and adds it as a draft of the kind. Returns false if there is
 * none. */
bool shell_word(struct shell *sh, enum draft_kind kind);
/* Reads the text up to end like the inside of double quotes: only expansions matter. */
void shell_text(struct shell *sh, size_t end);
/* At "((": the offset after the matching "))", or STR_NONE if it is not arithmetic. */
size_t shell_arithmetic_end(struct shell *sh, size_t at);
/* In arithmetic: skips to end and scans the substitutions inside. */
void shell_arithmetic(struct shell *sh, size_t end);

/* shell_redirect.c: reads a redirection at the position. Returns false if there is none. */
bool shell_redirect(struct shell *sh);
/* At the start of a line: reads the bodies of pending here-documents. */
void shell_heredocs(struct shell *sh);

/* shell_compound.c: at the first word of a command. Reads a reserved word; returns false if it is
 * not one. */
bool shell_reserved(struct shell *sh);
/* Reads a pattern of `case`. Returns false if none is allowed here. */
bool shell_pattern(struct shell *sh);
/* Ends the commands of a pattern at ";;". */
void shell_pattern_end(struct shell *sh);

enum shell_frame { FRAME_LIST, FRAME_PAREN, FRAME_BRACE, FRAME_IF, FRAME_LOOP, FRAME_CASE };
/* The state of a FRAME_CASE. */
enum { CASE_PATTERN = 1, CASE_BODY };

struct frame *shell_frame(const struct shell *sh);
void shell_push(struct shell *sh, enum shell_frame kind, bool scope);
void shell_pop(struct shell *sh);

#endif
