/* SPDX-License-Identifier: MIT */
/* Steps that ask interpreters for their exact versions. */
#ifndef NOX_PROBE_H
#define NOX_PROBE_H

#include "script/script.h"
#include "workflow/workflow.h"

/* How the ids of such steps begin. */
#define PROBE_ID "nox-python"

/* The Python code that an interpreter is asked with. */
#define PROBE_CODE "import sys; print('version=' + sys.version.split()[0])"
/* Each version of the path's folders …/Python/3.12.4/x64/bin, in their order: those are the
 * folders of actions/setup-python (@actions/tool-cache), whose output names only the last of its
 * versions. */
#define PROBE_PATH_CODE                                                                            \
	"import os, re; print('version=' + '-'.join(dict.fromkeys(re.findall("                     \
	"'Py[A-Za-z]*[^0-9A-Za-z]([0-9][0-9A-Za-z.-]*)', os.environ['PATH']))))"

/* All texts are borrowed. */
struct interpreter {
	struct str command; /* that starts it; empty: it is what `uv python find` names */
	struct str version; /* for uv: plain text, or empty: the variable of the question has it */
};

/* What a step is to ask. */
struct question {
	LIST(struct interpreter) interpreters;
	bool path; /* every version that setup-python has put on the path */
	const char *variable; /* of the step, with a template string as its value; or NULL */
	struct str value;
};

/* Is there nothing to ask? */
bool question_is_empty(const struct question *question);

/* What the step runs, without a final line break. */
struct str question_script(struct arena *arena, const struct question *question, bool powershell);

/* The part of a key for what a step of that id has found: "${{ steps.nox-python.outputs.version
 * }}", "-" between several. */
struct str question_key(struct arena *arena, const struct question *question, struct str id);

/* A question in both shells, to be compared with many steps. */
struct question_scripts {
	struct str sh, powershell;
};

struct question_scripts question_scripts(struct arena *arena, const struct question *question);

/* Does a step ask just this, in either shell? */
bool question_is_asked_by(const struct question *question, const struct question_scripts *scripts,
			  struct arena *arena, const struct tree *tree, const struct step *step);

#endif
