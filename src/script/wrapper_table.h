/* SPDX-License-Identifier: MIT */
/* The programs that run another program, with the options needed to find it. */
#ifndef SCRIPT_WRAPPER_TABLE_H
#define SCRIPT_WRAPPER_TABLE_H

#include "base/str.h"

/* What a wrapper's first operand after `skip` others is. */
enum wrapper_operand {
	OPERAND_COMMAND,     /* the command, followed by its arguments */
	OPERAND_FILE,	     /* a Python file */
	OPERAND_REQUIREMENT, /* nox, nox@1, nox[uv]==1: the name of a package's command */
	OPERAND_HATCH,	     /* command or environment:command */
	OPERAND_NONE,	     /* the command only follows an option or "--" */
};

/* The meaning of an option's value; WRAPPER_OPTION_FLAG has none. */
enum option_role {
	WRAPPER_OPTION_FLAG = 0,
	WRAPPER_OPTION_VALUE = 'v',
	WRAPPER_OPTION_DIRECTORY = 'd',	  /* a folder to change to */
	WRAPPER_OPTION_REQUIREMENT = 'r', /* what the package manager installs */
	WRAPPER_OPTION_ASSIGNMENT = 'a',  /* NAME=value for the environment */
	WRAPPER_OPTION_VOLUME = 'V',	/* of a container: a part of the host, HOST:PLACE[:HOW], */
	WRAPPER_OPTION_MOUNT = 'B',	/* or type=bind,source=HOST,target=PLACE */
	WRAPPER_OPTION_WORKDIR = 'W',	/* of a container: its working directory */
	WRAPPER_OPTION_PLATFORM = 'P',	/* of a container: linux/arm64 */
	WRAPPER_OPTION_MODULE = 'm',	/* a Python module, followed by its arguments */
	WRAPPER_OPTION_COMMAND = 'c',	/* flag: the command follows */
	WRAPPER_OPTION_AS_MODULE = 'M', /* flag: the operand is a Python module */
	WRAPPER_OPTION_AS_FILE = 'S',	/* flag: the operand is a Python file */
	WRAPPER_OPTION_NOTHING = 'x',	/* no command is run */
};

struct wrapper {
	const char *name;	/* a pattern; "*" is any text */
	const char *subcommand; /* words between name and options, or NULL */
	const char *globals;	/* options before the subcommand, in the format of options */
	const char *options;	/* "-x --long:d": options with a value or a role, separated by
	                         * spaces */
	enum wrapper_operand operand;
	unsigned skip;	  /* number of operands before the command */
	bool assignments; /* NAME=value words may precede the command */
	bool container;
	bool image;	   /* the last operand before the command is an image */
	bool drops_dashes; /* the first "--" is removed, at any position */
	bool to_dashes;	   /* operands up to "--" are the wrapper's own */
};

/* The next wrapper whose name has that first letter, the first one if before is NULL; or NULL. */
const struct wrapper *wrapper_next(const struct wrapper *before, char first);
/* The role of an option ("-x" or "--long") in a list of options; NULL is an empty list. */
enum option_role option_role(const char *options, struct str option);

#endif
