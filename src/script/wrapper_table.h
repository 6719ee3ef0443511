/* SPDX-License-Identifier: MIT */
/* The programs that run another program, and as much of their options as is needed to find it. */
#ifndef SCRIPT_WRAPPER_TABLE_H
#define SCRIPT_WRAPPER_TABLE_H

#include "base/str.h"

/* What a wrapper's first operand is, once `skip` others stood before it. */
enum wrapper_operand {
	OPERAND_COMMAND,     /* the command that it runs, its arguments behind it */
	OPERAND_FILE,        /* a Python file */
	OPERAND_REQUIREMENT, /* nox, nox@1, nox[uv]==1: the name of a package's command */
	OPERAND_HATCH,       /* command or environment:command */
	OPERAND_NONE,        /* the command stands only behind an option or behind "--" */
};

/* What an option's value means; OPTION_FLAG takes none. */
enum option_role {
	OPTION_FLAG = 0,
	OPTION_VALUE = 'v',
	OPTION_DIRECTORY = 'd',   /* a folder that is changed into */
	OPTION_REQUIREMENT = 'r', /* what the package manager is to install */
	OPTION_ASSIGNMENT = 'a',  /* NAME=value for the environment */
	OPTION_VOLUME = 'V',      /* of a container: what of the host it sees, HOST:PLACE[:HOW], */
	OPTION_MOUNT = 'B',       /* or type=bind,source=HOST,target=PLACE */
	OPTION_WORKDIR = 'W',     /* of a container: the folder that it starts in */
	OPTION_PLATFORM = 'P',    /* of a container: linux/arm64 */
	OPTION_MODULE = 'm',      /* a Python module, its arguments behind it */
	OPTION_COMMAND = 'c',     /* flag: what follows is the command */
	OPTION_AS_MODULE = 'M',   /* flag: the operand is a Python module */
	OPTION_AS_FILE = 'S',     /* flag: the operand is a Python file */
	OPTION_NOTHING = 'x',     /* no command is run */
};

struct wrapper {
	const char *name;       /* a pattern; "*" is any text */
	const char *subcommand; /* words between name and options, or NULL */
	const char *globals;    /* options in front of the subcommand, as options */
	const char *options;    /* "-x --long:d": those with a value or a role, separated by spaces */
	enum wrapper_operand operand;
	unsigned skip;          /* operands in front of the command */
	bool assignments;       /* NAME=value words may stand in front of the command */
	bool container;
	bool image;             /* the last operand in front of the command is an image */
	bool drops_dashes;      /* the first "--" is taken away, wherever it stands */
	bool to_dashes;         /* operands up to "--" are the wrapper's own */
};

/* The n-th wrapper, or NULL behind the last. */
const struct wrapper *wrapper_at(size_t n);
/* The role of an option ("-x" or "--long") in a list of them; NULL is the empty list. */
enum option_role option_role(const char *options, struct str option);

#endif
