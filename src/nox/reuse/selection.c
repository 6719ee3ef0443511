/* SPDX-License-Identifier: MIT */
/* Selects sessions as Nox does (nox/tasks.py, filter_manifest), as far as the texts show it. */
#include "config.h"

#include "nox/reuse/selection.h"

#include "workflow/template.h"

struct selector {
	struct selection *s;
	const struct noxfile *noxfile;
	unsigned short queue[NOXFILE_SESSIONS_MAX]; /* numbers of the chosen sessions */
	size_t count;
};

static void choose(struct selector *r, size_t number)
{
	if (r->s->chosen[number])
		return;
	r->s->chosen[number] = true;
	r->queue[r->count++] = (unsigned short)number;
}

struct str selection_known_part(const struct session_name *name)
{
	struct str text = session_text(name);
	struct range range;

	if (template_find(text, 0, &range))
		text = str_slice(text, 0, range.start);
	for (size_t i = 0; i < text.len && !name->literal; i++)
		if (str_find_char(STR("$`%*?["), text.p[i], 0) != STR_NONE)
			return str_slice(text, 0, i);
	return text;
}

/* Chooses all sessions that a name may mean. Returns false if the noxfile has none. */
static bool choose_named(struct selector *r, const struct session_name *name)
{
	struct str start = selection_known_part(name);
	const struct noxfile_session *one;
	size_t before = r->count;

	if (start.len == 0)
		return false;
	if (start.len == name->len) {
		one = noxfile_session_named(r->noxfile, start);
		if (one)
			choose(r, (size_t)(one - r->noxfile->sessions.at));
		return one != NULL;
	}
	for (size_t i = 0; i < r->noxfile->sessions.len; i++)
		if (r->noxfile->sessions.at[i].name.len > 0 &&
		    noxfile_session_may_be(&r->noxfile->sessions.at[i], start))
			choose(r, i);
	return r->count > before;
}

static bool choose_all_named(struct selector *r, const struct nox_call *call)
{
	for (size_t i = 0; i < call->sessions.len; i++)
		if (!choose_named(r, &call->sessions.at[i]))
			return false;
	return call->sessions.len > 0;
}

static bool selects_by_default(const struct nox_call *call)
{
	return !call->indirect && call->sessions.len == 0 && !call->filtered;
}

static void choose_default(struct selector *r)
{
	const struct noxfile *n = r->noxfile;

	if (!n->default_said) {
		for (size_t i = 0; i < n->sessions.len; i++)
			if (n->sessions.at[i].by_default)
				choose(r, i);
		return;
	}
	for (size_t i = 0; i < n->default_sessions.len; i++) {
		const struct noxfile_session *one =
			noxfile_session_named(n, n->default_sessions.at[i]);

		if (one)
			choose(r, (size_t)(one - n->sessions.at));
		else
			r->s->has_unknown = true;
	}
}

void selection_find(struct selection *selection, const struct nox_call *call,
		    const struct noxfile *noxfile)
{
	struct selector r = { .s = selection, .noxfile = noxfile, .count = 0 };

	*selection = (struct selection){ .named = false };
	selection->named = choose_all_named(&r, call);
	if (!selection->named && selects_by_default(call) &&
	    (!noxfile->default_said || noxfile->default_known))
		choose_default(&r);
	else if (!selection->named)
		for (size_t i = 0; i < noxfile->sessions.len; i++)
			choose(&r, i);
	for (size_t i = 0; i < r.count; i++) {
		const struct noxfile_session *session = &noxfile->sessions.at[r.queue[i]];

		selection->has_unknown |= session->starts_unknown;
		for (size_t k = 0; k < session->starts.len; k++)
			choose(&r, session->starts.at[k]);
	}
}
