/* SPDX-License-Identifier: MIT */
/* A container that a script starts (docker run): what it sees of the workspace, and what
 * distinguishes its environments from others. */
#ifndef NOX_CONTAINER_H
#define NOX_CONTAINER_H

#include "nox/folder.h"
#include "script/wrapper.h"

#define CONTAINER_FOLDER_UNKNOWN                                                                   \
	"runs in a container in a folder that is not named: say where the workspace is mounted "   \
	"(docker run -w /src), and its environments can be cached"
#define CONTAINER_IMAGE_NEW                                                                        \
	"runs in a container whose image is made in the same step: make it in an earlier step, "   \
	"and "                                                                                     \
	"its environments can be cached"

/* A folder of the runner, and where the container has it. */
struct mount {
	struct folder host;
	struct str place; /* as written, slashes at its end cut */
};

/* All texts are the arena's, or borrowed from the words. */
struct container {
	const char *why_not; /* static: why its environments cannot be cached, or NULL */
	struct str image;    /* for the key: the platform, where it is named, and the image */
	struct str python;   /* a command that starts the Python in it */
	struct folder start; /* the folder of the runner that it starts in */
	LIST(struct mount) mounts;
};

/* Reads the command that makes a container, and its program. folder is that of the runner in which
 * the command runs. */
void container_read(struct container *container, struct arena *arena, const struct command *command,
		    const struct program *program, struct folder folder);

/* The runner's folder that is seen at a path of the container; unknown where it sees none there. */
struct folder container_folder(const struct container *container, struct arena *arena,
			       struct str path);

/* Does a command make an image that did not exist before? */
bool container_image_made(const struct command *command);

#endif
