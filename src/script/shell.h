/* SPDX-License-Identifier: MIT */
/* The rooms of the scanner for sh, bash and zsh: lists, words, redirections. */
#ifndef SCRIPT_SHELL_H
#define SCRIPT_SHELL_H

#include "script/scan.h"

/* A here-document whose body begins behind the next line break. */
struct heredoc {
	struct str delimiter;
	size_t command; /* whose input it is, or STR_NONE: another takes its place, or nobody reads it */
	bool owned;     /* command is known */
	bool strip;     /* <<-: tabs in front of the delimiter */
	bool quoted;    /* nothing is expanded in the body */
};

/* Where the scanner stands in a view. */
struct shell {
	struct scanner *s;
	struct view view;
	size_t pos;
	size_t drafts; /* where the drafts of the current command begin */
	size_t frames; /* where the frames of the current list begin */
	size_t parens; /* subshells that the current list has open */
	size_t first_heredoc; /* of the current list */
	LIST(struct heredoc) heredocs;
};

/* shell_list.c: reads commands to the end of the view or, where closing, behind the ")". */
void shell_list(struct shell *sh, size_t region, bool closing);
/* The region of the command that is being read. */
size_t shell_region(const struct shell *sh);
/* Skips spaces, tabs and continued lines; with comments, also those. */
void shell_blanks(struct shell *sh, bool comments);
/* The byte at offset ahead of the position, or NUL at the end. */
char shell_peek(const struct shell *sh, size_t ahead);
bool shell_meta(char c);
/* The plain word at the position: neither quoted nor expanded; may be empty. */
struct str shell_plain(const struct shell *sh);

/* shell_word.c: reads one word and adds it as a draft of the kind; false where none begins. */
bool shell_word(struct shell *sh, enum draft_kind kind);
/* Reads the text up to the position end as the inside of double quotes: only expansions count. */
void shell_text(struct shell *sh, size_t end);
/* At "((": the offset behind the matching "))", or STR_NONE where it is no arithmetic. */
size_t shell_arithmetic_end(struct shell *sh, size_t at);
/* In arithmetic: skips to end, scanning what is substituted inside. */
void shell_arithmetic(struct shell *sh, size_t end);

/* shell_redirect.c: true when a redirection began at the position and was read. */
bool shell_redirect(struct shell *sh);
/* At the beginning of a line: reads the bodies of the here-documents that are due. */
void shell_heredocs(struct shell *sh);

/* shell_compound.c: at a command's first word. True when a reserved word was read. */
bool shell_reserved(struct shell *sh);
/* At a place where a pattern of `case` may stand; false where none may. */
bool shell_pattern(struct shell *sh);
/* Ends a pattern's commands at ";;". */
void shell_pattern_end(struct shell *sh);

enum shell_frame { FRAME_LIST, FRAME_PAREN, FRAME_BRACE, FRAME_IF, FRAME_LOOP, FRAME_CASE };
/* Of a FRAME_CASE. */
enum { CASE_PATTERN = 1, CASE_BODY };

struct frame *shell_frame(const struct shell *sh);
void shell_push(struct shell *sh, enum shell_frame kind, bool scope);
void shell_pop(struct shell *sh);

#endif
