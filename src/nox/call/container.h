/* SPDX-License-Identifier: MIT */
/* A container that a script starts (docker run): what it sees of the workspace, and what
 * distinguishes its environments from others. */
#ifndef NOX_CONTAINER_H
#define NOX_CONTAINER_H

#include "script/wrapper.h"
#include "workflow/folder.h"

#define CONTAINER_FOLDER_UNKNOWN                                                                   \
	"runs in an unknown folder of a container: name the folder where the workspace is "        \
	"mounted (docker run -w /src) to have its environments cached"
#define CONTAINER_IMAGE_NEW                                                                        \
	"runs in a container whose image is built in the same step: build it in an earlier step "  \
	"to have its environments cached"

/* A folder of the runner, and its path in the container. */
struct mount {
	struct folder host;
	struct str place; /* as written, without slashes at the end */
};

/* All texts are the arena's. */
struct container {
	const char *why_not; /* static: why its environments cannot be cached, or NULL */
	struct str image;    /* for the key: the platform, if it is named, and the image */
	struct str python;   /* a command that starts the container's Python */
	struct folder start; /* the runner's folder in which it starts */
	LIST(struct mount) mounts;
};

/* Reads the command that starts a container, and its program. folder is the runner's folder in
 * which the command runs. */
void container_read(struct container *container, struct arena *arena, const struct command *command,
		    const struct program *program, struct folder folder);

/* The runner's folder that is mounted at a path of the container; unknown if there is none. */
struct folder container_folder(const struct container *container, struct arena *arena,
			       struct str path);

/* Does a command create an image that did not exist before? */
bool container_image_made(const struct command *command);

#endif
