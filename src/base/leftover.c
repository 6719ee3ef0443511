/* SPDX-License-Identifier: MIT */
/* A temporary file that is in use is locked, and the lock ends with its process. An empty file is
 * skipped: it may be so new that it is not locked yet. */
#include "config.h"

#include "base/leftover.h"

#include "base/memory.h"
#include "base/names.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_name(const char *name)
{
	size_t prefix = strlen(LEFTOVER_PREFIX);

	return strncmp(name, LEFTOVER_PREFIX, prefix) == 0 && strlen(name) == prefix + 16 &&
	       strspn(name + prefix, "0123456789abcdef") == 16;
}

void leftover_claim(int fd)
{
	(void)flock(fd, LOCK_EX | LOCK_NB);
}

static void remove_unclaimed(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);
	struct stat st;

	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
	    st.st_uid == geteuid() && flock(fd, LOCK_EX | LOCK_NB) == 0)
		(void)unlinkat(folder, name, 0);
	close(fd);
}

static bool take_name(void *caller, const char *name, enum name_kind kind)
{
	const int *folder = caller;

	if (kind != NAME_OF_FOLDER && is_name(name))
		remove_unclaimed(*folder, name);
	return true;
}

void leftovers_remove(int folder)
{
	int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0) {
		memory_check_errno();
		return;
	}
	(void)names_read(fd, take_name, &folder);
	close(fd);
}
