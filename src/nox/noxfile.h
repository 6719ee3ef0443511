/* SPDX-License-Identifier: MIT */
/* What a noxfile's text says about environments. It is read, never run: what only running could
 * tell (variables, loops, other modules) is unknown, and said to be. */
#ifndef NOX_NOXFILE_H
#define NOX_NOXFILE_H

#include "base/arena.h"
#include "base/diagnostic.h"

/* nox.options.reuse_venv, nox.options.reuse_existing_virtualenvs, or a session's reuse_venv. */
enum noxfile_reuse {
	NOXFILE_REUSE_UNSAID,
	NOXFILE_REUSE_NO,     /* False, "no" */
	NOXFILE_REUSE_YES,    /* True, "yes" */
	NOXFILE_REUSE_ALWAYS, /* "always": over what a session says */
	NOXFILE_REUSE_NEVER,  /* "never": likewise */
	NOXFILE_REUSE_UNKNOWN,
};

enum noxfile_python {
	NOXFILE_PYTHON_UNSAID,
	NOXFILE_PYTHON_NONE, /* python=False: the session has no environment */
	NOXFILE_PYTHON_SOME, /* one or several versions */
	NOXFILE_PYTHON_UNKNOWN,
};

/* What of the repository's own code a session installs. Of several calls the last in this order
 * counts, so that doubt is never taken for certainty, but stale code is named where it is sure. */
enum noxfile_installs {
	NOXFILE_INSTALLS_NOTHING,
	NOXFILE_INSTALLS_EDITABLE, /* -e ., uv sync, poetry install */
	NOXFILE_INSTALLS_UNKNOWN,
	NOXFILE_INSTALLS_COPY, /* ., .[test], a built wheel: not editable */
};

/* A text that may be given. */
struct noxfile_text {
	bool said;
	bool known;       /* value is what is said */
	struct str value; /* the source's */
};

struct noxfile_session {
	struct str name; /* the source's; empty when it cannot be told */
	struct range range; /* from its first decorator to the end of its body */
	enum noxfile_reuse reuse;
	struct noxfile_text backend;
	enum noxfile_python python;
	enum noxfile_installs installs;
};

struct noxfile {
	enum noxfile_reuse reuse;
	struct noxfile_text backend; /* nox.options.default_venv_backend, or force_… */
	struct noxfile_text envdir;
	bool default_said;  /* nox.options.sessions is set */
	bool default_known; /* to the names in default_sessions */
	LIST(struct str) default_sessions; /* the source's */
	LIST(struct noxfile_session) sessions;
	bool complete; /* no sessions but these: none is made in a loop, an if or another module */
};

/* Reads the text of a noxfile; all memory is the arena's. Never fails on what it does not
 * understand: STATUS_NOMEM only. */
CHECKED enum status noxfile_read(struct noxfile *noxfile, struct arena *arena, struct str text);

/* The session of that name, or NULL. A name as the command line has it ("tests-3.12",
 * "tests(django='5')") finds the session that it is a case of. */
const struct noxfile_session *noxfile_session_named(const struct noxfile *noxfile, struct str name);

/* Whether a session reuses its environment where the command line says nothing. */
enum noxfile_reuse noxfile_reuse_of(const struct noxfile *noxfile,
				    const struct noxfile_session *session);

#endif
