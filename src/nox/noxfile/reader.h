/* SPDX-License-Identifier: MIT */
/* Shared by the modules that read a noxfile. Only they include it. */
#ifndef NOX_NOXFILE_READER_H
#define NOX_NOXFILE_READER_H

#include "nox/noxfile/functions.h"

/* The decorators and function of a session, until all functions are known. */
struct decorated {
	size_t first; /* statements with the decorators of its function: [first, def) */
	size_t def;
	size_t own;	 /* the decorator that makes the session; others may make more of them */
	size_t function; /* its number */
	bool uv;	 /* nox-uv: the session begins with `uv sync` */
	bool no_project; /* and uv leaves the project out */
	LIST(struct value)
	requires;
};

struct noxfile_reader {
	struct noxfile *noxfile;
	struct arena *arena;
	struct str text;
	struct tokens tokens;
	struct evaluator e;
	struct functions functions;
	LIST(struct decorated) decorated; /* one per session */
	size_t starts;			  /* number of starts of all sessions, */
	size_t reads;			  /* and of files that their installs read */
	struct str nox;			  /* the name under which nox is imported: usually "nox" */
	struct str session;		  /* the name of nox.session: usually "session" */
	bool uv;			  /* that name is nox-uv's */
	bool foreign;			  /* that name is imported from an unknown module */
	bool rebound;			  /* or the file rebinds it */
	bool environment;		  /* variables affect what every install installs */
};

/* Reads an import statement: the names it binds, and modules that may make sessions. */
void reader_import(struct noxfile_reader *r, const struct statement *s);

/* Reads the ways to make sessions, or to install, that are neither decorators nor functions of the
 * file. */
void reader_surroundings(struct noxfile_reader *r);

/* Is the statement "@nox.session" or a similar decorator? */
bool reader_is_session(const struct noxfile_reader *r, const struct statement *s);

/* Reads the session that a decorator makes, from its arguments. */
void reader_decorator(struct noxfile_reader *r, struct noxfile_session *session,
		      struct decorated *decorated);

/* Finds what each session installs and starts. */
void reader_finish(struct noxfile_reader *r);

/* The values of nox.options and of the arguments of nox.session(). */
struct noxfile_text reader_text(const struct noxfile_reader *r, struct span value);
enum noxfile_reuse reader_reuse(const struct noxfile_reader *r, struct span value);
bool reader_is(const struct noxfile_reader *r, struct span value, const char *name);

#endif
