/* SPDX-License-Identifier: MIT */
/* What a noxfile's text says about environments. It is read, never run: what only running it would
 * show (variables, loops, other modules) is unknown, and said to be. */
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
	NOXFILE_INSTALLS_EDITABLE, /* -e ., uv sync, poetry install; what --reinstall brings up to
				      date */
	NOXFILE_INSTALLS_UNKNOWN,
	NOXFILE_INSTALLS_COPY, /* ., .[test], a built wheel: not editable */
};

/* Whether a session installs what changes at one version, so that a reused environment keeps it
 * as it was: a branch or an archive of one, a wheel of the project, nightly builds. */
enum noxfile_moving {
	NOXFILE_MOVING_NOTHING,
	NOXFILE_MOVING_UNKNOWN,
	NOXFILE_MOVING_PIP, /* pip keeps it, uv installs it anew */
	NOXFILE_MOVING_ANY, /* whatever installs keeps it */
};

/* A text that may be given. */
struct noxfile_text {
	bool said;
	bool known;	  /* value is what is said */
	struct str value; /* the source's */
};

struct noxfile_session {
	struct str name;    /* the source's; empty when it cannot be told */
	struct range range; /* from its first decorator to the end of its body */
	enum noxfile_reuse reuse;
	struct noxfile_text backend;
	enum noxfile_python python;
	bool by_default; /* it runs where no session is named: not default=False */
	/* What it does by itself and by the functions that it calls; not by the sessions that it
	 * starts. */
	enum noxfile_installs installs;
	enum noxfile_moving moving;
	bool exact; /* it installs something, and each time removes what does not belong to that */
	/* Numbers of the sessions that it requires, notifies, or runs Nox for. */
	LIST(size_t) starts;
	bool starts_unknown; /* and others, whose names cannot be told */
	LIST(size_t) reads;  /* numbers of the paths that its installs read */
};

/* A module that the noxfile imports and that is neither Python's nor known to make no sessions. */
struct noxfile_module {
	struct str name;   /* with dots, as in the source; or a path that ends with ".py" */
	struct str member; /* what is imported from it: maybe a module of its own; or empty */
};

/* A file or folder that installs read, as seen from the noxfile; in its last part a "*" may be for
 * what is not known. */
struct noxfile_path {
	struct str path;
	bool all; /* all sessions depend on it */
};

struct noxfile {
	enum noxfile_reuse reuse;
	struct noxfile_text backend; /* nox.options.default_venv_backend, or force_… */
	struct noxfile_text envdir;
	bool default_said;		   /* nox.options.sessions is set */
	bool default_known;		   /* to the names in default_sessions */
	LIST(struct str) default_sessions; /* the source's */
	LIST(struct noxfile_session) sessions;
	bool complete; /* no sessions but these: none is made in a loop, an if or by a call */
	LIST(struct noxfile_module) modules; /* their sessions are not among these */
	LIST(struct noxfile_path) reads;     /* what installs read */
};

enum {
	NOXFILE_SESSIONS_MAX = 1000, /* of one noxfile; one that has more is not complete */
	NOXFILE_READS_MAX = 600,     /* those beyond are left out */
};

/* Adds a path that all sessions, or one, depend on, unless it is there already; *number (if not
 * NULL) is its number, or STR_NONE where there are too many. */
void noxfile_add_read(struct noxfile *noxfile, struct arena *arena, struct str path, bool all,
		      size_t *number);

/* The session of that name, or NULL. A name as the command line has it ("tests-3.12",
 * "tests(django='5')") finds the session that it is a case of. */
const struct noxfile_session *noxfile_session_named(const struct noxfile *noxfile, struct str name);

/* Whether a name that begins with the text may be one of the session's. */
bool noxfile_session_may_be(const struct noxfile_session *session, struct str start);

/* Whether a session reuses its environment where the command line says nothing. */
enum noxfile_reuse noxfile_reuse_of(const struct noxfile *noxfile,
				    const struct noxfile_session *session);

#endif
