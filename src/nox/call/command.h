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

/* A session as the command names it. A command may name thousands. */
struct session_name {
	const char *text;
	uint32_t len;
	uint32_t at : 31; /* script offset of its first byte */
	bool literal : 1; /* as in struct word */
};

static inline struct str session_text(const struct session_name *name)
{
	return (struct str){ name->text, name->len };
}

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
	LIST(struct session_name) sessions; /* values of -s, -e */
	bool filtered; /* it selects sessions in other ways: by keywords or tags */
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
