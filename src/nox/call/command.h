/* SPDX-License-Identifier: MIT */
/* Nox's own command line, by the option tables of Nox 2022 to 2026 (nox/_options.py). */
#ifndef NOX_COMMAND_H
#define NOX_COMMAND_H

#include "script/wrapper.h"

/* What a call says about reusing environments. */
enum reuse {
	REUSE_UNSAID,	  /* nothing: the noxfile decides */
	REUSE_NO,	  /* --reuse-venv=no|never, --no-reuse-existing-virtualenvs */
	REUSE_YES,	  /* -r, --reuse-venv=yes|always */
	REUSE_NO_INSTALL, /* -R, or -r with --no-install */
};

struct nox_command {
	bool runs;	     /* it runs sessions (or makes their environments) */
	const char *why_not; /* static; why it does not run any: "lists sessions", … or
				    * NULL */
	bool no_environment; /* --no-venv, backend none: no environment is made */
	enum reuse reuse;
	bool no_install;	  /* --no-install or -R: nothing is installed into a reused
				    * environment, also if the noxfile enables reuse */
	bool install_only;	  /* --install-only */
	size_t options_at;	  /* script offset right after the word that names nox, where " -r"
				    * may be inserted; STR_NONE if no word can follow (bash -c
				    * nox) */
	size_t dashes_at;	  /* script offset of the "--" before what is for the sessions, or
				    * STR_NONE */
	struct str noxfile_value; /* of -f, or of a noxfile run as a script, as written; or
				    * empty */
	struct str envdir_value;  /* --envdir as written, or empty */
	struct str backend_value; /* -db, --default-venv-backend, or -fb as written, or empty */
	struct words sessions;	  /* values of -s, -e; and of -k, -t, -p in their own lists */
	struct words keywords;
	struct words tags;
	struct words pythons;	 /* -p, --pythons */
	struct str force_python; /* -P, --force-python, or empty */
};

/* Returns true and fills *call if the program is Nox, not another program of that name. This
 * includes calls that run nothing; see runs and why_not. names: additional command words for nox,
 * may be empty. */
bool nox_command_read(struct nox_command *call, struct arena *arena, const struct program *program,
		      const struct words *names);

/* Does the command begin with one of the names of several words ("make nox")? Then it runs Nox without taking
 * Nox's options. */
bool command_begins_with(const struct command *command, const struct words *names);

#endif
