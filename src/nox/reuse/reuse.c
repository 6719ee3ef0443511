/* SPDX-License-Identifier: MIT */
/* The rules of reuse. Nox rebuilds each environment by default (nox/virtualenv.py). A session's
 * reuse_venv=False overrides -r, and "never" overrides everything. Up to 0.4.5 uv did not reinstall
 * a non-editable project into an environment with the same version (nox#914). Newer versions do in
 * a fresh checkout, but not for `uv sync --no-editable` in a kept one. For what pip keeps see
 * nox/noxfile_sources.h. */
#include "config.h"

#include "nox/reuse/reuse.h"

#include "nox/reuse/selection.h"

struct judge {
	const struct nox_call *call;
	struct str backend;
	const struct noxfile *noxfile;
	struct reuse_judgement result;
	size_t sessions; /* selected */
	size_t bare;	 /* of them, without an environment */
	size_t reused;	 /* of them, reused by the noxfile */
	size_t refused;	 /* of them, with reuse disabled */
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
	if (j->call->place->backend_said)
		return j->call->place->backend;
	if (j->backend.len > 0)
		return j->backend;
	return j->noxfile->backend.known ? j->noxfile->backend.value : STR("");
}

static void refuse(struct judge *j, const struct noxfile_session *session, const char *why)
{
	if (j->result.verdict == REUSE_UNSAFE)
		return;
	j->result.verdict = REUSE_UNSAFE;
	j->result.session = session->name;
	j->result.why = why;
}

static void doubt(struct judge *j, const char *why)
{
	j->result.unsure = true;
	if (j->result.verdict != REUSE_UNSAFE)
		j->result.why = why;
}

static void judge_copy(struct judge *j, const struct noxfile_session *session, bool uv)
{
	if (uv && session->installs == NOXFILE_INSTALLS_COPY)
		refuse(j, session,
		       "uv may keep an old copy of the project in a reused environment (before "
		       "0.4.30, and in a checkout that is kept): install it editable (-e .), or "
		       "with --reinstall-package");
	else if (uv && session->installs == NOXFILE_INSTALLS_UNKNOWN)
		doubt(j, "it is unknown whether a session installs the project non-editable, which "
			 "uv would not reinstall");
}

static void judge_moving(struct judge *j, const struct noxfile_session *session, bool uv)
{
	if (session->moving == NOXFILE_MOVING_ANY)
		refuse(j, session,
		       "it installs nightly builds, or a wheel by the name of the project, and a "
		       "reused environment keeps the old one: add --upgrade, or --force-reinstall "
		       "for the wheel");
	else if (session->moving == NOXFILE_MOVING_PIP && !uv)
		refuse(j, session,
		       "it installs from a branch, an archive or a wheel that changes while its "
		       "version stays, and pip keeps an installed version: pin a commit or a "
		       "release, or add --force-reinstall");
	else if (session->moving == NOXFILE_MOVING_UNKNOWN)
		doubt(j, "it is unknown whether a session installs something that changes while "
			 "its version stays, which pip would not reinstall");
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
		return; /* it is rebuilt, so nothing in it is stale */
	}
	if (session->installs != NOXFILE_INSTALLS_NOTHING ||
	    session->moving != NOXFILE_MOVING_NOTHING)
		j->result.installs_nothing = false;
	if (!session->exact)
		j->result.exact = false;
	if (!is_uv(backend))
		j->result.uv = false;
	judge_copy(j, session, is_uv(backend));
	judge_moving(j, session, is_uv(backend));
}

/* Judges sessions that one of the selected ones may start; the text does not show which. */
static void judge_open(struct judge *j, const struct selection *selection)
{
	struct judge others = *j;

	others.result.unsure = false;
	for (size_t i = 0; i < j->noxfile->sessions.len; i++)
		if (!selection->chosen[i])
			judge_session(&others, &j->noxfile->sessions.at[i]);
	j->result.installs_nothing = false;
	j->result.exact = false;
	j->result.uv = j->result.uv && others.result.uv;
	if (j->result.verdict == REUSE_UNSAFE || j->result.unsure ||
	    (others.result.verdict != REUSE_UNSAFE && !others.result.unsure))
		return;
	j->result.unsure = true;
	j->result.why =
		"a session starts another one with an unknown name, and one of the noxfile's "
		"sessions could test stale code";
}

static struct reuse_judgement judge_call_alone(const struct nox_call *call)
{
	struct reuse_judgement result = { .verdict = REUSE_NEEDS_OPTION,
					  .blind = true,
					  .uv = is_uv(call->place->backend) };

	if (call->reuse == REUSE_YES || call->reuse == REUSE_NO_INSTALL)
		result.verdict = REUSE_ALREADY;
	else if (call->reuse == REUSE_NO)
		result = (struct reuse_judgement){ .verdict = REUSE_REFUSED,
						   .why = "the call itself disables reuse" };
	result.unsure = true;
	if (!result.why)
		result.why = "its noxfile cannot be read: check whether a session disables reuse, "
			     "or installs the project non-editable with uv";
	return result;
}

/* The verdict, once the sessions are judged. closed: no others run. */
static enum reuse_verdict verdict_of(const struct judge *j, bool closed)
{
	enum noxfile_reuse file = j->noxfile->reuse;
	enum reuse call = j->call->reuse;

	if (closed && j->sessions > 0 && j->bare == j->sessions)
		return REUSE_POINTLESS;
	if (file == NOXFILE_REUSE_NEVER || (file == NOXFILE_REUSE_NO && call == REUSE_UNSAID))
		return REUSE_REFUSED;
	if (j->result.verdict == REUSE_UNSAFE)
		return REUSE_UNSAFE;
	if (closed && j->sessions > 0 && j->refused + j->bare == j->sessions)
		return REUSE_REFUSED;
	if (call != REUSE_UNSAID)
		return REUSE_ALREADY;
	return closed && j->sessions > 0 && j->reused + j->refused + j->bare == j->sessions
		       ? REUSE_ALREADY
		       : REUSE_NEEDS_OPTION;
}

struct reuse_judgement reuse_judge(const struct nox_call *call, struct str backend,
				   const struct noxfile *noxfile)
{
	struct judge j = { .call = call, .backend = backend, .noxfile = noxfile };
	struct reuse_judgement *result = &j.result;
	struct selection selection;

	if (!noxfile || call->reuse == REUSE_NO)
		return judge_call_alone(call);
	selection_find(&selection, call, noxfile);
	result->installs_nothing = noxfile->complete;
	result->exact = noxfile->complete;
	result->uv = true;
	for (size_t i = 0; i < noxfile->sessions.len; i++)
		if (selection.chosen[i])
			judge_session(&j, &noxfile->sessions.at[i]);
	if (j.sessions == j.bare)
		result->exact = result->uv = false;
	result->installs_nothing &= j.sessions > j.bare;
	if (selection.has_unknown)
		judge_open(&j, &selection);
	if (!noxfile->complete && !result->why)
		doubt(&j, "its noxfile may make sessions that its text does not show");
	result->off = call->reuse == REUSE_UNSAID && j.reused == 0;
	result->verdict =
		verdict_of(&j, (selection.named || noxfile->complete) && !selection.has_unknown);
	if (result->verdict == REUSE_REFUSED)
		result->why = "its noxfile disables reuse";
	return *result;
}
