/* SPDX-License-Identifier: MIT */
/* Replaces files atomically: write a temporary file, flush it, rename it, flush the folder. All
 * signals are blocked while a temporary file exists, and a cleanup removes it if memory is out.
 * Where the system supports it, the file has no name until just before the rename, so that a killed
 * process leaves nothing. Files that are left anyway are removed by leftovers_remove. */
#include "config.h"

#include "base/staged.h"

#include "base/leftover.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/random.h>
#include <sys/xattr.h>
#endif

/* A temporary file in the folder of the file that it replaces. */
struct staged {
	struct cleanup cleanup; /* must be first: it is cast to the whole struct */
	int folder;		/* open folder; the caller's */
	int fd;			/* open temporary file, or -1 */
	const char *name;	/* final name in the folder; the caller's */
	char temp[64];		/* name in the folder, or empty if it has none */
};

static enum status refuse(struct diagnostics *d, const char *what)
{
	diagnostic_file(d, SEVERITY_ERROR, "%s: %s", what, strerror(errno));
	return STATUS_IO;
}

static void staged_release(struct staged *s)
{
	if (s->temp[0])
		(void)unlinkat(s->folder, s->temp, 0);
	if (s->fd >= 0)
		close(s->fd);
	s->temp[0] = '\0';
	s->fd = -1;
}

static void staged_clean(struct cleanup *cleanup)
{
	staged_release((struct staged *)cleanup);
}

static void free_text(char **text)
{
	free(*text);
}

static void signals_restore(const sigset_t *before)
{
	(void)sigprocmask(SIG_SETMASK, before, NULL);
}

static void signals_block(sigset_t *before)
{
	sigset_t all;

	sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, before);
}

static bool random_name(char *name, size_t size)
{
	unsigned long long number;

#ifdef __linux__
	if (getrandom(&number, sizeof(number), 0) != (ssize_t)sizeof(number))
		return false;
#else
	arc4random_buf(&number, sizeof(number));
#endif
	snprintf(name, size, LEFTOVER_PREFIX "%016llx", number);
	return true;
}

/* Creates a file under a random name. make must fail with EEXIST if the name exists. */
static bool staged_name(struct staged *s, bool (*make)(struct staged *s, mode_t mode), mode_t mode)
{
	enum { TRIES = 100 };

	for (int i = 0; i < TRIES; i++) {
		if (!random_name(s->temp, sizeof(s->temp)))
			break;
		if (make(s, mode))
			return true;
		if (errno != EEXIST)
			break;
	}
	s->temp[0] = '\0';
	return false;
}

static bool make_named(struct staged *s, mode_t mode)
{
	s->fd = openat(s->folder, s->temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		       mode);
	return s->fd >= 0;
}

#if defined(__linux__) && defined(O_TMPFILE)
/* Creates a file without a name. Returns false if the system or the file system cannot. */
static bool open_nameless(struct staged *s, mode_t mode)
{
	if (access("/proc/self/fd", X_OK) != 0)
		return false;
	s->fd = openat(s->folder, ".", O_WRONLY | O_TMPFILE | O_CLOEXEC, mode);
	return s->fd >= 0;
}

static bool link_name(struct staged *s, mode_t mode)
{
	char path[64];

	(void)mode;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", s->fd);
	return linkat(AT_FDCWD, path, s->folder, s->temp, AT_SYMLINK_FOLLOW) == 0;
}
#else
static bool open_nameless(struct staged *s, mode_t mode)
{
	(void)s, (void)mode;
	return false;
}

static bool link_name(struct staged *s, mode_t mode)
{
	return make_named(s, mode);
}
#endif

static enum status staged_create(struct staged *s, struct diagnostics *d, mode_t mode)
{
	if (!open_nameless(s, mode) && !staged_name(s, make_named, mode))
		return refuse(d, "cannot create a temporary file in its folder");
	leftover_claim(s->fd);
	return STATUS_OK;
}

#ifdef __linux__
static const char acl_name[] = "system.posix_acl_access";

/* Attributes that sign a content or grant rights to it must not be copied to another content. */
static bool is_sealing(const char *name)
{
	return strcmp(name, "security.ima") == 0 || strcmp(name, "security.evm") == 0 ||
	       strcmp(name, "security.capability") == 0;
}

static bool attribute_copy(int from, int to, const char *name)
{
	ssize_t size = fgetxattr(from, name, NULL, 0);
	__attribute__((cleanup(free_text))) char *value = NULL;

	if (size < 0)
		return false;
	value = memory_alloc((size_t)size + 1, 1);
	size = fgetxattr(from, name, value, (size_t)size);
	return size >= 0 && fsetxattr(to, name, value, (size_t)size, 0) == 0;
}

static enum status attributes_copy(struct diagnostics *d, int from, int to)
{
	ssize_t size = flistxattr(from, NULL, 0);
	__attribute__((cleanup(free_text))) char *names = NULL;

	if (size <= 0)
		return STATUS_OK; /* none, or not supported by the file system */
	names = memory_alloc((size_t)size, 1);
	size = flistxattr(from, names, (size_t)size);
	for (char *name = names; size > 0 && name < names + size; name += strlen(name) + 1) {
		if (is_sealing(name) || attribute_copy(from, to, name))
			continue;
		if (strcmp(name, acl_name) == 0)
			return refuse(d, "cannot keep its access control list");
	}
	return STATUS_OK;
}

/* Removes what a new file inherits from the folder's default access control list. */
static void acl_drop(int fd)
{
	(void)fremovexattr(fd, acl_name);
}
#else
static enum status attributes_copy(struct diagnostics *d, int from, int to)
{
	(void)d, (void)from, (void)to;
	return STATUS_OK;
}

static void acl_drop(int fd)
{
	(void)fd;
}
#endif

/* Copies mode, owner and attributes of the open file from to the temporary file. */
static enum status staged_adopt(const struct staged *s, struct diagnostics *d, int from,
				const struct stat *old)
{
	struct stat st;

	if (fstat(s->fd, &st) != 0)
		return refuse(d, "cannot stat its temporary file");
	acl_drop(s->fd);
	if ((st.st_uid != old->st_uid || st.st_gid != old->st_gid) &&
	    fchown(s->fd, old->st_uid, old->st_gid) != 0)
		return refuse(d, "cannot keep its owner");
	if (fchmod(s->fd, old->st_mode & 07777) != 0)
		return refuse(d, "cannot keep its mode");
	return attributes_copy(d, from, s->fd);
}

static enum status staged_fill(const struct staged *s, struct diagnostics *d, struct str text)
{
	if (!file_write_all(s->fd, text) || fsync(s->fd) != 0)
		return refuse(d, "cannot write its temporary file");
	return STATUS_OK;
}

/* Renames the temporary file to its final name, which must be free unless replaces is set. */
static enum status staged_commit(struct staged *s, struct diagnostics *d, bool replaces)
{
	struct stat st;

	if (!replaces && fstatat(s->folder, s->name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		errno = EEXIST;
		return refuse(d, "cannot create it");
	}
	if ((!s->temp[0] && !staged_name(s, link_name, 0)) ||
	    renameat(s->folder, s->temp, s->folder, s->name) != 0)
		return refuse(d, "cannot replace it");
	s->temp[0] = '\0';
	/* Some file systems cannot flush a folder; the rename has been done anyway. */
	(void)fsync(s->folder);
	return STATUS_OK;
}

/* A new file that root creates gets the owner of its folder. */
static enum status adopt_owner(const struct staged *s, struct diagnostics *d)
{
	struct stat st;

	if (geteuid() != 0 || fstatat(s->folder, ".", &st, 0) != 0 || st.st_uid == 0 ||
	    fchown(s->fd, st.st_uid, st.st_gid) == 0)
		return STATUS_OK;
	return refuse(d, "cannot give it to the owner of its folder");
}

static enum status staged_put_in(struct staged *s, struct diagnostics *d, const struct stat *old,
				 struct str text)
{
	enum status status = staged_create(s, d, old ? 0600 : 0666);
	int from = -1;

	if (status == STATUS_OK && old) {
		from = openat(s->folder, s->name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
		status = staged_adopt(s, d, from, old);
		if (from >= 0)
			close(from);
	} else if (status == STATUS_OK) {
		status = adopt_owner(s, d);
	}
	if (status == STATUS_OK)
		status = staged_fill(s, d, text);
	return status == STATUS_OK ? staged_commit(s, d, old != NULL) : status;
}

enum status staged_put(struct diagnostics *d, int folder, const char *name, const struct stat *old,
		       struct str text)
{
	struct staged s = { .folder = folder, .fd = -1, .name = name };
	sigset_t before;

	signals_block(&before);
	cleanup_add(&s.cleanup, staged_clean);

	enum status status = staged_put_in(&s, d, old, text);

	cleanup_remove(&s.cleanup);
	staged_release(&s);
	signals_restore(&before);
	return status;
}

/* The file to be replaced, open, with its status at that time. */
struct original {
	int fd;
	struct stat st;
};

static enum status original_open(struct original *o, struct diagnostics *d, const struct staged *s)
{
	o->fd = openat(s->folder, s->name,
		       O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);
	if (o->fd < 0)
		return refuse(d, "cannot open");
	if (fstat(o->fd, &o->st) != 0)
		return refuse(d, "cannot stat");
	if (!S_ISREG(o->st.st_mode)) {
		diagnostic_file(d, SEVERITY_ERROR, "is not a regular file");
		return STATUS_INVALID;
	}
	if (o->st.st_nlink > 1) {
		diagnostic_file(d, SEVERITY_ERROR,
				"has %llu names (hard links), and replacing it would separate them",
				(unsigned long long)o->st.st_nlink);
		return STATUS_IO;
	}
	if (faccessat(s->folder, s->name, W_OK, AT_EACCESS) != 0)
		return refuse(d, "cannot write");
	return STATUS_OK;
}

/* Whether the name still refers to the opened file, and the file still has the expected bytes. */
static enum status original_compare(const struct original *o, struct diagnostics *d,
				    const struct staged *s, struct str expected)
{
	BUF_AUTO struct buf now = { 0 };
	struct stat st;
	bool same = fstatat(s->folder, s->name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    st.st_dev == o->st.st_dev && st.st_ino == o->st.st_ino &&
		    (unsigned long long)st.st_size == expected.len &&
		    lseek(o->fd, 0, SEEK_SET) == 0;

	if (same) {
		enum status status = file_read_stream(d, o->fd, expected.len, &now);

		if (status == STATUS_IO)
			return status;
		same = status == STATUS_OK && str_eq(buf_str(&now), expected);
	}
	if (same)
		return STATUS_OK;
	diagnostic_file(d, SEVERITY_ERROR, "has changed since it was read");
	return STATUS_IO;
}

/* The state of staged_replace. */
struct replacement {
	struct cleanup cleanup; /* must be first: it is cast to the whole struct */
	struct staged new;
	struct staged backup;
	struct original original;
	bool extra; /* the backup is in place under a new name, but the new file is not yet */
};

static void replacement_release(struct replacement *r)
{
	if (r->extra)
		(void)unlinkat(r->backup.folder, r->backup.name, 0);
	if (r->original.fd >= 0)
		close(r->original.fd);
	staged_release(&r->backup);
	staged_release(&r->new);
}

static void replacement_clean(struct cleanup *cleanup)
{
	replacement_release((struct replacement *)cleanup);
}

/* Prepares the copy of the old content, up to its rename. */
static enum status backup_prepare(struct replacement *r, struct diagnostics *d, struct str expected)
{
	enum status status = staged_create(&r->backup, d, 0600);

	if (status == STATUS_OK)
		status = staged_adopt(&r->backup, d, r->original.fd, &r->original.st);
	return status == STATUS_OK ? staged_fill(&r->backup, d, expected) : status;
}

static enum status replace_prepare(struct replacement *r, struct diagnostics *d,
				   struct str expected, struct str text)
{
	enum status status = original_open(&r->original, d, &r->new);

	if (status == STATUS_OK)
		status = staged_create(&r->new, d, 0600);
	if (status == STATUS_OK)
		status = staged_adopt(&r->new, d, r->original.fd, &r->original.st);
	if (status == STATUS_OK)
		status = staged_fill(&r->new, d, text);
	if (status == STATUS_OK && r->backup.name)
		status = backup_prepare(r, d, expected);
	return status == STATUS_OK ? original_compare(&r->original, d, &r->new, expected) : status;
}

static enum status replace_commit(struct replacement *r, struct diagnostics *d)
{
	bool backup = r->backup.fd >= 0;
	struct stat st;
	bool had_backup =
		backup && fstatat(r->backup.folder, r->backup.name, &st, AT_SYMLINK_NOFOLLOW) == 0;
	enum status status = backup ? staged_commit(&r->backup, d, true) : STATUS_OK;

	r->extra = backup && status == STATUS_OK && !had_backup;
	if (status == STATUS_OK)
		status = staged_commit(&r->new, d, true);
	if (status == STATUS_OK)
		r->extra = false;
	return status;
}

/* name with the suffix, or NULL if there is no suffix. */
static char *backup_name(const char *name, const char *suffix)
{
	size_t size = strlen(name) + (suffix ? strlen(suffix) : 0) + 1;
	char *text;

	if (!suffix || !*suffix)
		return NULL;
	text = memory_alloc(size, 1);
	snprintf(text, size, "%s%s", name, suffix);
	return text;
}

enum status staged_replace(struct diagnostics *d, int folder, const char *name, struct str expected,
			   struct str text, const char *suffix)
{
	__attribute__((cleanup(free_text))) char *backup = backup_name(name, suffix);
	struct replacement r = { .new = { .folder = folder, .fd = -1, .name = name },
				 .backup = { .folder = folder, .fd = -1, .name = backup },
				 .original = { .fd = -1 } };
	sigset_t before;

	if (suffix && strchr(suffix, '/')) {
		diagnostic_file(d, SEVERITY_ERROR, "a backup's suffix cannot contain a slash");
		return STATUS_INVALID;
	}
	signals_block(&before);
	cleanup_add(&r.cleanup, replacement_clean);

	enum status status = replace_prepare(&r, d, expected, text);

	if (status == STATUS_OK)
		status = replace_commit(&r, d);
	cleanup_remove(&r.cleanup);
	replacement_release(&r);
	signals_restore(&before);
	return status;
}
