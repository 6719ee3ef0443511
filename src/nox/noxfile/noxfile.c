/* SPDX-License-Identifier: MIT */
/* Lookups in a noxfile that has been read. */
#include "config.h"

#include "nox/noxfile/noxfile.h"

#include "base/ascii.h"

void noxfile_add_read(struct noxfile *noxfile, struct arena *arena, struct str path, bool all,
		      size_t *number)
{
	size_t i = 0;

	while (i < noxfile->reads.len && !str_eq(noxfile->reads.at[i].path, path))
		i++;
	if (number)
		*number = i < NOXFILE_READS_MAX ? i : STR_NONE;
	if (i < noxfile->reads.len)
		noxfile->reads.at[i].all |= all;
	else if (i < NOXFILE_READS_MAX)
		list_add(arena, &noxfile->reads, (struct noxfile_path){ path, all });
}

/* Is it what Nox appends to a session's name ("-3.12", "-pypy3.10", "(django='5')"), or the start
 * of that? */
static bool is_case(struct str rest, bool whole)
{
	static const char *const pythons[] = { "python", "pypy", "graalpy", "cpython", "jython" };

	if (rest.len == 0 || rest.p[0] == '(')
		return true;
	if (rest.p[0] != '-')
		return false;
	rest = str_slice(rest, 1, rest.len);
	for (size_t i = 0; i < sizeof(pythons) / sizeof(pythons[0]); i++) {
		struct str python = str_from(pythons[i]);

		if (str_starts(rest, pythons[i]) ||
		    (!whole && str_eq(str_slice(python, 0, rest.len), rest)))
			return true;
	}
	return rest.len > 0 && ascii_is_digit(rest.p[0]);
}

const struct noxfile_session *noxfile_session_named(const struct noxfile *noxfile, struct str name)
{
	const struct noxfile_session *best = NULL;

	for (size_t i = 0; i < noxfile->sessions.len; i++) {
		const struct noxfile_session *s = &noxfile->sessions.at[i];
		struct str rest = str_slice(name, s->name.len, name.len);

		if (s->name.len == 0 || !str_eq(str_slice(name, 0, s->name.len), s->name))
			continue;
		if (is_case(rest, true) && (!best || s->name.len >= best->name.len))
			best = s;
	}
	return best;
}

bool noxfile_session_may_be(const struct noxfile_session *session, struct str start)
{
	struct str name = session->name;

	if (start.len <= name.len)
		return str_eq(str_slice(name, 0, start.len), start);
	return str_eq(str_slice(start, 0, name.len), name) &&
	       is_case(str_slice(start, name.len, start.len), false);
}

enum noxfile_reuse noxfile_reuse_of(const struct noxfile *noxfile,
				    const struct noxfile_session *session)
{
	if (noxfile->reuse == NOXFILE_REUSE_ALWAYS)
		return NOXFILE_REUSE_YES;
	if (noxfile->reuse == NOXFILE_REUSE_NEVER)
		return NOXFILE_REUSE_NO;
	if (noxfile->reuse == NOXFILE_REUSE_UNKNOWN || !session ||
	    session->reuse == NOXFILE_REUSE_UNSAID)
		return noxfile->reuse;
	return session->reuse;
}
