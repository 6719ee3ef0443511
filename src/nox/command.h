/* SPDX-License-Identifier: MIT */
/* Nox's own command line, by the option tables of Nox 2022 to 2026 (nox/_options.py). */
#ifndef NOX_COMMAND_H
#define NOX_COMMAND_H

#include "script/wrapper.h"

/* What a call says about reusing environments. */
enum reuse {
	REUSE_UNSAID,     /* nothing: the noxfile decides */
	REUSE_NO,         /* --reuse-venv=no|never, --no-reuse-existing-virtualenvs */
	REUSE_YES,        /* -r, --reuse-venv=yes|always */
	REUSE_NO_INSTALL, /* -R, or -r with --no-install */
};

struct nox_command {
	bool runs;                 /* it runs sessions (or makes their environments) */
	const char *why_not;       /* static; why it does not run: "lists sessions", … or NULL */
	bool no_environment;       /* --no-venv, backend none: no environment is made */
	enum reuse reuse;
	bool no_install;           /* --no-install or -R: nothing is installed where an environment
	                            * is reused, also where the noxfile says that it is */
	bool install_only;         /* --install-only */
	const struct word *name;   /* the word behind which an option may be put */
	size_t options_at;         /* script offset right behind the word that names nox, where
	                            * " -r" may be inserted; STR_NONE where no further word can
	                            * stand (bash -c nox) */
	struct str noxfile_value;  /* of -f, or of a noxfile run as a script: the path as
	                            * written, or empty */
	struct str envdir_value;   /* --envdir as written, or empty */
	struct str backend_value;  /* -db, --default-venv-backend, or -fb as written, or empty */
	struct words sessions;     /* values of -s, -e; and of -k, -t, -p in their own lists */
	struct words keywords;
	struct words tags;
	struct words pythons;      /* -p, --pythons */
	struct str force_python;   /* -P, --force-python, or empty */
};

/* True when the program is Nox (not another program of that name) and *call is filled; also for
 * calls that run nothing, told apart by runs and why_not. names: further command words that
 * stand for nox, may be empty. */
bool nox_command_read(struct nox_command *call, struct arena *arena, const struct program *program,
		      const struct words *names);

#endif
