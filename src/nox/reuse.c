/* SPDX-License-Identifier: MIT */
/* The rules of reuse. Nox rebuilds each environment unless told otherwise (nox/virtualenv.py); a
 * session's reuse_venv=False stands against -r, and "never" against all. Up to 0.4.5 uv did not
 * install a non-editable project again into an environment that has that version (nox#914); newer
 * ones do where the checkout is fresh, and not for `uv sync --no-editable` where it is kept. */
#include "config.h"

#include "nox/reuse.h"

#include "workflow/template.h"

struct judge {
	const struct nox_call *call;
	struct str backend;
	const struct noxfile *noxfile;
	struct reuse_judgement result;
	size_t sessions;    /* selected */
	size_t bare;	    /* of them without an environment */
	size_t reused;	    /* of them reused by the noxfile */
	size_t refused;	    /* of them that say no */
};

static bool is_uv(struct str backend)
{
	return str_starts(backend, "uv"); /* also "uv|virtualenv" */
}

/* The backend of a session: forced, its own, the call's default, the noxfile's. */
static struct str backend_of(const struct judge *j, const struct noxfile_session *session)
{
	if (session->backend.said && session->backend.known)
		return session->backend.value;
	if (j->call->nox.backend_value.len > 0)
		return j->call->nox.backend_value;
	if (j->backend.len > 0)
		return j->backend;
	return j->noxfile->backend.known ? j->noxfile->backend.value : STR("");
}

static void judge_session(struct judge *j, const struct noxfile_session *session)
{
	struct str backend = backend_of(j, session);
	enum noxfile_reuse reuse = noxfile_reuse_of(j->noxfile, session);

	j->sessions++;
	if (session->python == NOXFILE_PYTHON_NONE || str_is(backend, "none")) {
		j->bare++;
		return;
	}
	if (reuse == NOXFILE_REUSE_YES || reuse == NOXFILE_REUSE_ALWAYS)
		j->reused++;
	if (j->noxfile->reuse == NOXFILE_REUSE_NEVER ||
	    (session->reuse == NOXFILE_REUSE_NO && j->noxfile->reuse != NOXFILE_REUSE_ALWAYS)) {
		j->refused++;
		j->result.session = session->name;
		return; /* it is built anew, so nothing in it is stale */
	}
	if (session->installs != NOXFILE_INSTALLS_NOTHING)
		j->result.installs_nothing = false;
	if (is_uv(backend) && session->installs == NOXFILE_INSTALLS_COPY) {
		j->result.verdict = REUSE_UNSAFE;
		j->result.session = session->name;
		j->result.why = "uv may keep the project in a reused environment as it was "
				"installed (before 0.4.30, and in a checkout that is kept): install it "
				"editable (-e .), or with --reinstall-package";
	} else if (is_uv(backend) && session->installs == NOXFILE_INSTALLS_UNKNOWN) {
		j->result.unsure = true;
		j->result.why = "it cannot be told whether a session installs the project non-editable, "
				"which uv would not install again";
	}
}

/* The name of a session without what an expression adds: "tests-${{ matrix.python }}". */
static struct str plain_name(struct str name)
{
	struct range range;

	if (!template_find(name, 0, &range))
		return name;
	name = str_slice(name, 0, range.start);
	while (name.len > 0 && (name.p[name.len - 1] == '-' || name.p[name.len - 1] == '('))
		name.len--;
	return name;
}

/* Judges the sessions that the call names; false where that cannot be told. */
static bool judge_named(struct judge *j)
{
	const struct words *names = &j->call->nox.sessions;

	if (names->list.len == 0)
		return false;
	for (size_t i = 0; i < names->list.len; i++) {
		struct str name = plain_name(names->list.at[i].value);

		if (name.len == 0 || !noxfile_session_named(j->noxfile, name))
			return false;
	}
	for (size_t i = 0; i < names->list.len; i++)
		judge_session(j, noxfile_session_named(j->noxfile,
						       plain_name(names->list.at[i].value)));
	return true;
}

static bool selects_by_default(const struct nox_call *call)
{
	return !call->by_action && call->nox.sessions.list.len == 0 &&
	       call->nox.keywords.list.len == 0 && call->nox.tags.list.len == 0;
}

static void judge_sessions(struct judge *j)
{
	const struct noxfile *n = j->noxfile;

	if (judge_named(j))
		return;
	if (selects_by_default(j->call) && n->default_said && n->default_known) {
		for (size_t i = 0; i < n->default_sessions.len; i++) {
			const struct noxfile_session *session =
				noxfile_session_named(n, n->default_sessions.at[i]);

			if (session)
				judge_session(j, session);
		}
		return;
	}
	for (size_t i = 0; i < n->sessions.len; i++)
		judge_session(j, &n->sessions.at[i]);
}

static struct reuse_judgement judge_without_noxfile(const struct nox_call *call)
{
	struct reuse_judgement result = { .verdict = REUSE_WANTS };

	if (call->nox.reuse == REUSE_YES || call->nox.reuse == REUSE_NO_INSTALL)
		result.verdict = REUSE_HAPPENS;
	else if (call->nox.reuse == REUSE_NO)
		result = (struct reuse_judgement){ .verdict = REUSE_OFF,
						   .why = "the call itself says not to reuse" };
	result.unsure = true;
	if (!result.why)
		result.why = "its noxfile cannot be seen: look whether a session refuses reuse, or "
			     "installs the project non-editable with uv";
	return result;
}

struct reuse_judgement reuse_judge(const struct nox_call *call, struct str backend,
				   const struct noxfile *noxfile)
{
	struct judge j = { .call = call, .backend = backend, .noxfile = noxfile };
	struct reuse_judgement *result = &j.result;

	if (!noxfile || call->nox.reuse == REUSE_NO)
		return judge_without_noxfile(call);
	result->installs_nothing = noxfile->complete;
	judge_sessions(&j);
	result->installs_nothing &= j.sessions > 0;
	if (!noxfile->complete && !result->why) {
		result->unsure = true;
		result->why = "its noxfile makes sessions in a way that only running it could tell";
	}
	if (j.sessions > 0 && j.bare == j.sessions && noxfile->complete)
		result->verdict = REUSE_POINTLESS;
	else if (result->verdict == REUSE_UNSAFE && noxfile->reuse != NOXFILE_REUSE_NEVER)
		return *result;
	else if (noxfile->reuse == NOXFILE_REUSE_NEVER ||
		 (noxfile->reuse == NOXFILE_REUSE_NO && call->nox.reuse == REUSE_UNSAID))
		result->verdict = REUSE_OFF;
	else if (j.sessions > 0 && j.refused + j.bare == j.sessions)
		result->verdict = REUSE_OFF;
	else if (call->nox.reuse != REUSE_UNSAID)
		result->verdict = REUSE_HAPPENS;
	else if (j.sessions > 0 && j.reused + j.refused + j.bare == j.sessions)
		result->verdict = REUSE_HAPPENS;
	else
		result->verdict = REUSE_WANTS;
	if (result->verdict == REUSE_OFF)
		result->why = "its noxfile says not to reuse environments";
	return *result;
}
