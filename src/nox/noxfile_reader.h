/* SPDX-License-Identifier: MIT */
/* What the modules that read a noxfile share. Only they include this. */
#ifndef NOX_NOXFILE_READER_H
#define NOX_NOXFILE_READER_H

#include "nox/noxfile_functions.h"

/* A session's decorators and function, until all functions are known. */
struct decorated {
	size_t first; /* statements of its function's decorators: [first, def) */
	size_t def;
	size_t own;	 /* the one that makes the session; others may make more of them */
	size_t function; /* its number */
	bool uv;	 /* nox-uv: the session begins with `uv sync` */
	bool no_project; /* which leaves the project out */
	LIST(struct value) requires;
};

struct noxfile_reader {
	struct noxfile *noxfile;
	struct arena *arena;
	struct str text;
	struct tokens tokens;
	struct evaluator e;
	struct functions functions;
	LIST(struct decorated) decorated; /* for each session */
	size_t starts; /* of all sessions, */
	size_t reads;  /* and what their installs read */
	struct str nox; /* the name under which nox was imported: "nox" unless another is said */
	struct str session; /* the same of nox.session: "session" unless another is said */
	bool uv;	    /* that name is nox-uv's */
	bool foreign;	    /* that name is imported from a module that is not known */
	bool rebound;	    /* or the file gives it another meaning */
	bool environment;   /* variables say what every install installs */
};

/* An import statement: what it makes known, and which modules may make sessions. */
void reader_import(struct noxfile_reader *r, const struct statement *s);

/* Ways to make sessions, or to install, that are no decorators and no functions of the file. */
void reader_surroundings(struct noxfile_reader *r);

/* Is the statement "@nox.session" or one of its kin? */
bool reader_is_session(const struct noxfile_reader *r, const struct statement *s);

/* The session that a decorator makes, by its arguments. */
void reader_decorator(struct noxfile_reader *r, struct noxfile_session *session,
		      struct decorated *decorated);

/* What each session installs and starts. */
void reader_finish(struct noxfile_reader *r);

/* Values of nox.options and of nox.session()'s arguments. */
struct noxfile_text reader_text(const struct noxfile_reader *r, struct span value);
enum noxfile_reuse reader_reuse(const struct noxfile_reader *r, struct span value);
bool reader_is(const struct noxfile_reader *r, struct span value, const char *name);

#endif
