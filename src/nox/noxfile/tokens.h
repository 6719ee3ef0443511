/* SPDX-License-Identifier: MIT */
/* The tokens and logical lines of a Python file. Nothing is evaluated. */
#ifndef NOX_NOXFILE_TOKENS_H
#define NOX_NOXFILE_TOKENS_H

#include "base/arena.h"

enum token_kind {
	TOKEN_NAME,   /* an identifier, a keyword, a number */
	TOKEN_STRING, /* a string literal */
	TOKEN_SIGN,   /* one byte of punctuation */
};

/* A noxfile has thousands. */
struct token {
	struct str text; /* as in the source; of a string, the text between its quotes */
	uint32_t start;	 /* offset in the source; of a string, that of its prefix */
	enum token_kind kind : 8;
	bool literal;	/* a string whose value is its text: no f-string, no bytes, no escapes */
	bool formatted; /* an f-string whose value is its text, except its braces */
};

/* A statement, or the head of a compound one up to its end of line. */
struct statement {
	uint32_t first; /* tokens [first, end) */
	uint32_t end;
	uint32_t indent; /* in columns; a tab reaches to the next multiple of 8 */
};

/* All memory is the arena's, all text the source's. */
struct tokens {
	LIST(struct token) list;
	LIST(struct statement) statements;
	bool broken; /* a string or bracket does not end: the tokens after it are a guess */
};

/* Tokens [first, end), such as those of an expression. */
struct span {
	size_t first;
	size_t end;
};

/* Linear in the length of the text (the language reference, 2). */
void tokens_read(struct tokens *tokens, struct arena *arena, struct str text);

/* Is the token at index this sign or name? False after the last token. */
bool token_is(const struct tokens *tokens, size_t index, const char *text);
/* Is it one of these? They end with NULL. */
bool token_is_any(const struct tokens *tokens, size_t index, const char *const *texts);
/* Index after the bracket that closes the one at index, at most end. */
size_t token_skip(const struct tokens *tokens, size_t index, size_t end);
/* Index of the next token at the same depth: brackets are skipped with their contents. */
size_t token_next(const struct tokens *tokens, size_t index, size_t end);

#endif
