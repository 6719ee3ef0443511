/* SPDX-License-Identifier: MIT */
/* The key of a cache step and its restore-keys. */
#ifndef NOX_KEY_H
#define NOX_KEY_H

#include "nox/key/legs.h"

/* The parts of a key; all borrowed. Texts are template strings. */
struct key_parts {
	struct str workflow; /* distinguishes two workflows with a job of the same id, or
				    * empty */
	struct str place;    /* the folder of the environments, or empty */
	struct str version;  /* a word; changing it drops old caches. Or empty */
	bool workspace;	     /* whether the path of the workspace may differ between runs */
	struct str age;	     /* the day, week or month, or empty */
	const struct legs *legs;
	const struct python *python;
	struct str patterns; /* inside hashFiles(): "'noxfile.py', 'uv.lock'" */
};

/* Scripts of an environment begin with the path of its Python. */
#define KEY_NAMES_WORKSPACE "workspace (environments cannot be moved)"
/* A tag can be moved to another image with another Python. */
#define KEY_NAMES_TAG "container image (whose tag may move)"

/* Texts are the arena's. */
struct key {
	struct str text;
	struct str restore; /* the key without the hash */
	struct str names;   /* for the comment: "OS, architecture, job, Python version" */
};

void key_make(struct key *key, struct arena *arena, const struct key_parts *parts);

#endif
