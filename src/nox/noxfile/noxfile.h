/* SPDX-License-Identifier: MIT */
/* What the text of a noxfile shows about environments. It is read, never run. Anything that only
 * running it shows (variables, loops, other modules) is unknown and marked as such. */
#ifndef NOX_NOXFILE_H
#define NOX_NOXFILE_H

#include "base/arena.h"
#include "base/diagnostic.h"

/* nox.options.reuse_venv, nox.options.reuse_existing_virtualenvs, or a session's reuse_venv. */
enum noxfile_reuse {
	NOXFILE_REUSE_UNSAID,
	NOXFILE_REUSE_NO,     /* False, "no" */
	NOXFILE_REUSE_YES,    /* True, "yes" */
	NOXFILE_REUSE_ALWAYS, /* "always": overrides the sessions */
	NOXFILE_REUSE_NEVER,  /* "never": the same */
	NOXFILE_REUSE_UNKNOWN,
};

enum noxfile_python {
	NOXFILE_PYTHON_UNSAID,
	NOXFILE_PYTHON_NONE, /* python=False: the session has no environment */
	NOXFILE_PYTHON_SOME, /* one or several versions */
	NOXFILE_PYTHON_UNKNOWN,
};

/* How a session installs the repository's own code. Of several calls the last one in this order
 * counts: doubt is never taken for certainty, and stale code is reported where it is certain. */
enum noxfile_installs {
	NOXFILE_INSTALLS_NOTHING,
	NOXFILE_INSTALLS_EDITABLE, /* -e ., uv sync, poetry install; what --reinstall updates */
	NOXFILE_INSTALLS_UNKNOWN,
	NOXFILE_INSTALLS_COPY, /* ., .[test], a built wheel: not editable */
};

/* Does a session install something that changes while its version stays, so that a reused
 * environment keeps the old state? A branch or an archive of one, a wheel of the project, nightly
 * builds. */
enum noxfile_moving {
	NOXFILE_MOVING_NOTHING,
	NOXFILE_MOVING_UNKNOWN,
	NOXFILE_MOVING_PIP, /* pip keeps it, uv reinstalls it */
	NOXFILE_MOVING_ANY, /* any installer keeps it */
};

/* A text that may be set. */
struct noxfile_text {
	bool said;
	bool known;	  /* value is the text that is set */
	struct str value; /* the source's */
};

struct noxfile_session {
	struct str name;    /* the source's; empty if it is unknown */
	struct range range; /* from its first decorator to the end of its body */
	enum noxfile_reuse reuse;
	struct noxfile_text backend;
	enum noxfile_python python;
	bool by_default; /* it runs if no session is named: not default=False */
	/* What it does by itself and through the functions that it calls, but not through the
	 * sessions that it starts. */
	enum noxfile_installs installs;
	enum noxfile_moving moving;
	bool exact; /* it installs something, and each time removes packages that do not belong to
		     * it */
	/* Numbers of the sessions that it requires or notifies, or for which it runs Nox. */
	LIST(size_t) starts;
	bool starts_unknown; /* and others with unknown names */
	LIST(size_t) reads;  /* numbers of the paths that its installs read */
};

/* An imported module that is not part of Python and is not known to make no sessions. */
struct noxfile_module {
	struct str name;   /* as written, with dots; or a path that ends with ".py" */
	struct str member; /* the name imported from it, which may be a module too; or empty */
};

/* A file or folder that installs read, relative to the noxfile. In its last part a "*" may replace
 * an unknown text. */
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
	bool complete; /* there are no other sessions: none is made in a loop, an if or by a call */
	LIST(struct noxfile_module) modules; /* their sessions are not among these */
	LIST(struct noxfile_path) reads;     /* what installs read */
};

enum {
	NOXFILE_SESSIONS_MAX = 1000, /* per noxfile; one with more is not complete */
	NOXFILE_READS_MAX = 600,     /* further ones are ignored */
};

/* Adds a path that all sessions, or one, depend on, unless it is there already. *number (if not
 * NULL) is its number, or STR_NONE if there are too many. */
void noxfile_add_read(struct noxfile *noxfile, struct arena *arena, struct str path, bool all,
		      size_t *number);

/* The session of that name, or NULL. A name from the command line ("tests-3.12",
 * "tests(django='5')") finds the session of which it is one case. */
const struct noxfile_session *noxfile_session_named(const struct noxfile *noxfile, struct str name);

/* Can a name that begins with the text be one of the session's? */
bool noxfile_session_may_be(const struct noxfile_session *session, struct str start);

/* Does a session reuse its environment if the command line does not say? */
enum noxfile_reuse noxfile_reuse_of(const struct noxfile *noxfile,
				    const struct noxfile_session *session);

#endif
