/* SPDX-License-Identifier: MIT */
/* Finds the program that a command finally runs: `uv run --with x nox -s lint` runs nox. */
#ifndef SCRIPT_WRAPPER_H
#define SCRIPT_WRAPPER_H

#include "script/script.h"

enum program_kind {
	PROGRAM_NONE,	 /* unknown */
	PROGRAM_COMMAND, /* an executable; its name without folder and .exe */
	PROGRAM_MODULE,	 /* python -m NAME */
	PROGRAM_FILE,	 /* python FILE.py, uv run FILE.py, ./FILE.py */
};

/* The program without its wrappers. Words are borrowed from the command. */
struct program {
	enum program_kind kind;
	struct str name;	 /* "nox"; a module's name; a file's path as written */
	const struct word *word; /* the word that names it; its arguments follow */
	const struct word *arguments;
	size_t argument_count;
	struct words directories; /* folders that wrappers change to, outermost first (uv run
	                             * --directory D, env -C D, conda run --cwd D) */
	struct words assignments; /* NAME=value words before the command and of env, sudo,
	                             * docker -e */
	bool container;		  /* runs in a container (docker run, podman exec) */
	/* For a container that is created for it (docker run), otherwise empty: the image and the
	 * values of --volume, --mount, --workdir and --platform, as written. */
	const struct word *image;
	struct words volumes;
	struct words mounts;
	struct str workdir;
	struct str platform;
	struct str requirement; /* the version part of uvx nox@1, pipx run --spec, or empty */
};

void program_of(struct program *program, struct arena *arena, const struct command *command);

#endif
