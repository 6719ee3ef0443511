/* SPDX-License-Identifier: MIT */
/* What the calls in a function of a noxfile install. */
#ifndef NOX_NOXFILE_INSTALLS_H
#define NOX_NOXFILE_INSTALLS_H

#include "nox/noxfile.h"
#include "nox/noxfile_tokens.h"

/* One function of the file. */
struct function {
	struct str name;      /* the source's */
	struct str parameter; /* its first one: the session; may be empty */
	size_t first;         /* tokens of its body: [first, end) */
	size_t end;
	enum noxfile_installs installs;
};

struct functions {
	LIST(struct function) list;
};

/* Fills in what each function installs, also by way of the other functions of the file. */
void installs_find(struct functions *functions, const struct tokens *tokens);

#endif
