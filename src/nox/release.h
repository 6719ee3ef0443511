/* SPDX-License-Identifier: MIT */
/* Does a job publish something? A cache that a pull request can fill must not feed it. */
#ifndef NOX_RELEASE_H
#define NOX_RELEASE_H

#include "workflow/workflow.h"

/* The sign by which the job publishes, as it stands in a message ("it uploads with twine"); NULL
 * where it shows none. Static. */
const char *release_sign(struct arena *arena, const struct workflow *workflow, const struct job *job);

/* Does the workflow also run for releases, tags or release branches? Linters take it for one that
 * publishes then, and any cache in it for a way to poison what is published (zizmor,
 * "cache-poisoning"). */
bool release_triggers(struct arena *arena, const struct workflow *workflow);

/* The trigger by which strangers can make the workflow write a cache that trusted runs read, or
 * NULL (docs.github.com, "Events that trigger workflows"; "Security hardening"). Static. */
const char *untrusted_trigger(struct arena *arena, const struct workflow *workflow);

#endif
