/* SPDX-License-Identifier: MIT */
/* Asks the system itself where the C library lets it: a DIR costs four more calls for each folder. */
#include "config.h"

#include "base/names.h"

#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

typedef bool take_name(void *caller, const char *name, enum name_kind kind);

static bool take_one(take_name *take, void *caller, const char *name, unsigned char type)
{
	enum name_kind kind = NAME_OF_ANY;

	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return true;
#ifdef DT_REG
	if (type == DT_REG)
		kind = NAME_OF_FILE;
	if (type == DT_DIR)
		kind = NAME_OF_FOLDER;
#else
	(void)type;
#endif
	return take(caller, name, kind);
}

#ifdef HAVE_GETDENTS64

int names_read(int folder, take_name *take, void *caller)
{
	union {
		struct dirent64 first; /* for its alignment */
		char bytes[32 * 1024];
	} space;
	ssize_t got, at;

	while ((got = getdents64(folder, &space.first, sizeof(space))) > 0)
		for (at = 0; at < got;) {
			const struct dirent64 *entry =
				(const struct dirent64 *)(const void *)(space.bytes + at);

			if (!take_one(take, caller, entry->d_name, entry->d_type))
				return 0;
			at += entry->d_reclen;
		}
	if (got == 0)
		return 0;
	memory_check_errno();
	return errno;
}

#else

int names_read(int folder, take_name *take, void *caller)
{
	int fd = fcntl(folder, F_DUPFD_CLOEXEC, 0), error;
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;

	error = errno;
	if (!dir) {
		memory_check_errno();
		if (fd >= 0)
			close(fd);
		return error;
	}
	do {
		errno = 0;
		entry = readdir(dir);
		error = errno;
#ifdef DT_REG
	} while (entry && take_one(take, caller, entry->d_name, entry->d_type));
#else
	} while (entry && take_one(take, caller, entry->d_name, 0));
#endif
	closedir(dir);
	return entry ? 0 : error;
}

#endif
