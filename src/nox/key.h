/* SPDX-License-Identifier: MIT */
/* The key of a cache step, and the restore-keys that go with it. */
#ifndef NOX_KEY_H
#define NOX_KEY_H

#include "nox/legs.h"

/* What the key is made of; all borrowed. Texts are template strings. */
struct key_parts {
	struct str workflow;	   /* tells two workflows with a job of one id apart, or empty */
	struct str place;	   /* the folder of the environments, or empty */
	const struct legs *legs;
	const struct python *python;
	struct str patterns;	   /* inside hashFiles(): "'noxfile.py', 'uv.lock'" */
};

/* Texts are the arena's. */
struct key {
	struct str text;
	struct str restore; /* the key without the hash */
	struct str names;   /* for the comment: "OS, architecture, job, Python version" */
};

/* False when memory is out. */
CHECKED bool key_make(struct key *key, struct arena *arena, const struct key_parts *parts);

#endif
