/* SPDX-License-Identifier: MIT */
/* The records of a source in about three bytes each, from which its tree can be built again without a
 * parser. */
#ifndef YAML_PACKED_H
#define YAML_PACKED_H

#include "base/buf.h"
#include "yaml/record.h"

#include <stdbool.h>

/* Set the arena, zero-initialise the rest. */
struct packed {
	struct arena *arena; /* owns the bytes */
	struct str bytes;
	size_t count; /* of the records; 0: there are none yet */
};

/* Packs records. Set the first, zero-initialise the rest. */
struct packer {
	struct str source; /* the bytes in which they are */
	struct buf out;
	uint32_t start; /* of the last record */
	size_t count;
};

void packer_add(struct packer *packer, const struct record *record);

/* Ends what was begun: fills *packed with the records, or drops them where it is NULL. */
void packer_end(struct packer *packer, struct packed *packed);

/* Unpacks records. Set the first two, zero-initialise the rest. */
struct unpacker {
	struct str rest;   /* the bytes of the packed records, */
	struct str source; /* and those in which they are */
	uint32_t start;
};

/* The next record, which there must be. */
void unpacker_next(struct unpacker *unpacker, struct record *record);

#endif
