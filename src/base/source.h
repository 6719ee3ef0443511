/* SPDX-License-Identifier: MIT */
/* One input file: its name, its bytes, and where its lines begin. Offsets are the truth; lines
 * and columns are computed when something is shown. */
#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include "base/arena.h"

struct yaml_worker;
struct remotes;

enum { SOURCE_STRIDE = 1024 }; /* bytes */

struct source {
	struct str path;  /* as it is shown; borrowed */
	struct str bytes; /* the whole content; borrowed */
	LIST(size_t) lines; /* offset of the first byte of each line; always at least one */
	size_t *characters; /* that begin before each multiple of SOURCE_STRIDE; the arena's */
	struct yaml_worker *worker; /* parses its YAML; set by whoever wants that */
	const struct remotes *remotes; /* of its repository, or NULL: they are not known */
};

/* Fills *source and its line table (in the arena). */
void source_init(struct source *source, struct arena *arena, struct str path, struct str bytes);

/* Both from 1; columns in characters (code points), a byte-order mark not counted. */
struct position {
	size_t line;
	size_t column;
};

/* Takes no more steps on a long line than on a short one. */
struct position source_position(const struct source *source, size_t offset);

/* Index (from 0) of the line that holds the offset; an offset at the end belongs to the last line. */
size_t source_line(const struct source *source, size_t offset);
/* The bytes of a line, its line break included. */
struct range source_line_range(const struct source *source, size_t line);
struct str source_line_text(const struct source *source, size_t line);
/* Length of the byte-order mark at the start: 3 or 0. */
size_t source_bom(const struct source *source);
/* The line break that the file uses: "\r\n" where its first line ends so, else "\n". */
const char *source_newline(const struct source *source);

#endif
