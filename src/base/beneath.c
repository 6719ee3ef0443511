/* SPDX-License-Identifier: MIT */
/* Uses one openat2(2) where the system has it, otherwise one openat(2) per name. */
#include "config.h"

#include "base/beneath.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef HAVE_LINUX_OPENAT2_H
#include <linux/openat2.h>
#include <sys/syscall.h>
#endif

enum { FOLDER_FLAGS = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };

/* Returns -1 with errno ENOSYS if the system has no openat2(2). */
static int open_at_once(int root, const char *path)
{
#if defined(HAVE_LINUX_OPENAT2_H) && defined(SYS_openat2)
	struct open_how how = { .flags = FOLDER_FLAGS,
				.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS };

	return (int)syscall(SYS_openat2, root, path, &how, sizeof(how));
#else
	(void)root;
	(void)path;
	errno = ENOSYS;
	return -1;
#endif
}

static int make_one(int folder, const char *name)
{
	struct stat st;

	if (mkdirat(folder, name, 0777) != 0)
		return errno == EEXIST ? 0 : -1;
	if (geteuid() != 0 || fstat(folder, &st) != 0 || st.st_uid == 0)
		return 0;
	return fchownat(folder, name, st.st_uid, st.st_gid, AT_SYMLINK_NOFOLLOW);
}

/* Opens one name at a time. path is modified: its slashes become NULs. */
static int open_by_names(int root, char *path, bool make)
{
	int folder = openat(root, ".", FOLDER_FLAGS);

	for (char *name = path; folder >= 0 && *name;) {
		char *slash = strchr(name, '/');
		int next = -1;

		if (slash)
			*slash = '\0';
		if (!make || make_one(folder, name) == 0)
			next = openat(folder, name, FOLDER_FLAGS);

		int error = errno;

		close(folder);
		errno = error;
		folder = next;
		name = slash ? slash + 1 : name + strlen(name);
	}
	return folder;
}

static int open_path(int root, struct str path, bool make)
{
	char *copy = memory_alloc(path.len + 1, 1);
	int fd = -1;

	if (path.len > 0)
		memcpy(copy, path.p, path.len);
	errno = ENOSYS;
	if (!make && path.len > 0)
		fd = open_at_once(root, copy);
	/* EPERM: a sandbox that does not allow the call */
	if (fd < 0 && (errno == ENOSYS || errno == EPERM || errno == EAGAIN))
		fd = open_by_names(root, copy, make);

	int error = errno;

	free(copy);
	errno = error;
	return fd;
}

int beneath_open_folder(int root, struct str path)
{
	return open_path(root, path, false);
}

int beneath_make_folder(int root, struct str path)
{
	return open_path(root, path, true);
}
