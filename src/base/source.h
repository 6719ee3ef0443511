/* SPDX-License-Identifier: MIT */
/* An input file: its path, its bytes and its lines. Positions are byte offsets; lines and columns are
 * found when somebody asks for one. */
#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include "base/arena.h"

#include <stdint.h>

struct edits;
struct packed;
struct yaml_worker;
struct remotes;

enum { SOURCE_STRIDE = 1024 }; /* bytes */

struct source_index {
	struct arena *arena;
	uint32_t *lines; /* offset of the first byte of each line; NULL: not looked for yet */
	size_t line_count;
	const size_t *
		before; /* characters before each multiple of SOURCE_STRIDE; NULL: not counted yet */
};

struct source {
	struct str path;	       /* as displayed; borrowed */
	struct str bytes;	       /* the whole content; borrowed */
	struct source_index *index;    /* the arena's */
	const struct edits *edits;     /* parsed is what they make of the bytes; or NULL */
	struct yaml_worker *worker;    /* parses its YAML; set by the caller */
	struct packed *packed;	       /* keeps its records for the next time it is read; or NULL */
	size_t ticket;		       /* of its call, if it was prepared; otherwise 0 */
	const struct remotes *remotes; /* of its repository, or NULL if unknown */
};

/* Fills *source. Its index is the arena's. */
void source_init(struct source *source, struct arena *arena, struct str path, struct str bytes);

/* Both 1-based. Columns count characters (code points) without the byte-order mark. */
struct position {
	size_t line;
	size_t column;
};

/* Takes the same time on long and short lines. */
struct position source_position(const struct source *source, size_t offset);

/* The number of lines, at least one. */
size_t source_line_count(const struct source *source);
/* Index (0-based) of the line that contains the offset. The end of the file belongs to the last
 * line. */
size_t source_line(const struct source *source, size_t offset);
/* The bytes of a line, including its line break. */
struct range source_line_range(const struct source *source, size_t line);
struct str source_line_text(const struct source *source, size_t line);
/* Length of the byte-order mark at the start: 3 or 0. */
size_t source_bom(const struct source *source);
/* The file's line break: "\r\n" if its first line ends with it, otherwise "\n". */
const char *source_newline(const struct source *source);

#endif
