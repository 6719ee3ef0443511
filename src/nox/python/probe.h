/* SPDX-License-Identifier: MIT */
/* Steps that ask interpreters for their exact versions. */
#ifndef NOX_PROBE_H
#define NOX_PROBE_H

#include "script/script.h"
#include "workflow/workflow.h"

/* The prefix of the ids of such steps. */
#define PROBE_ID "nox-python"

/* What shows that a script is one of these, in either shell and for any interpreters. */
#define PROBE_VERSION "sys.version.split()[0]"
#define PROBE_VERSIONS "dict.fromkeys(re.findall"

/* The Python code that prints an interpreter's version. */
#define PROBE_CODE "import sys; print('version=' + " PROBE_VERSION ")"
/* Prints each version of the path's folders …/Python/3.12.4/x64/bin, in order. Those are the
 * folders of actions/setup-python (@actions/tool-cache), whose output names only the last of its
 * versions. */
#define PROBE_PATH_CODE                                                                            \
	"import os, re; print('version=' + '-'.join(" PROBE_VERSIONS "("                           \
	"'Py[A-Za-z]*[^0-9A-Za-z]([0-9][0-9A-Za-z.-]*)', os.environ['PATH']))))"

/* All texts are borrowed. */
struct interpreter {
	struct str command; /* the command that starts it; empty: `uv python find` finds it */
	struct str version; /* for uv: plain text; empty: the question's variable contains it */
};

/* What a step asks. */
struct question {
	LIST(struct interpreter) interpreters;
	bool path;	      /* for every version that setup-python added to the path */
	const char *variable; /* of the step, with a template string as value; or NULL */
	struct str value;
};

/* Is there nothing to ask? */
bool question_is_empty(const struct question *question);

/* The script of the step, without a final line break. */
struct str question_script(struct arena *arena, const struct question *question, bool powershell);

/* The key part for the output of a step with that id: "${{ steps.nox-python.outputs.version }}".
 * Several are joined by "-". */
struct str question_key(struct arena *arena, const struct question *question, struct str id);

/* A question for both shells, to compare with many steps. */
struct question_scripts {
	struct str sh, powershell;
};

struct question_scripts question_scripts(struct arena *arena, const struct question *question);

/* Is it a step of this program that asks, whatever it asks? */
bool question_is_step(const struct tree *tree, const struct step *step);

/* Does a step ask exactly this, in either shell? */
bool question_is_asked_by(const struct question *question, const struct question_scripts *scripts,
			  const struct tree *tree, const struct step *step);

#endif
