/* SPDX-License-Identifier: MIT */
/* A command as text: as it is shown, and as the start of another one. */
#ifndef NOX_INTERPRETER_H
#define NOX_INTERPRETER_H

#include "script/wrapper.h"
#include "yaml/scalar.h"

/* The command in a range of the text on one line, with each run of white space as one space. The
 * arena's. */
struct str command_shown(struct arena *arena, const struct text *text, struct range range);

/* The command that starts the Python that Nox runs under: `poetry run nox` runs under `poetry run python`, a
 * module under the interpreter before it. Static, or the arena's. */
struct str command_interpreter(struct arena *arena, const struct text *text,
			       const struct command *command, const struct program *program);

#endif
