/* SPDX-License-Identifier: MIT */
/* usage: read FOLDER NOXFILE
 * Prints as JSON what is read of a noxfile of a repository, and for each session what follows for
 * `nox -s SESSION`. For tests/noxfiles.py. */
#include "config.h"

#include "nox/reuse/reuse.h"
#include "nox/reuse/selection.h"
#include "nox/survey/survey.h"
#include "output/json.h"

#include <stdio.h>

static const char *const reuses[] = { "unsaid", "no", "yes", "always", "never", "unknown" };
static const char *const pythons[] = { "unsaid", "none", "some", "unknown" };
static const char *const installs[] = { "nothing", "editable", "unknown", "copy" };
static const char *const movings[] = { "nothing", "unknown", "pip", "any" };

static void put_word(struct json *j, const char *key, const char *word)
{
	json_key(j, key);
	json_text(j, str_from(word));
}

static void put_bool(struct json *j, const char *key, bool value)
{
	json_key(j, key);
	json_bool(j, value);
}

static void put_text(struct json *j, const char *key, struct noxfile_text text)
{
	json_key(j, key);
	if (text.known)
		json_text(j, text.value);
	else if (text.said)
		json_bool(j, false);
	else
		json_null(j);
}

static void put_list(struct json *j, const char *key, const struct str *texts, size_t count)
{
	json_key(j, key);
	json_array(j);
	for (size_t i = 0; i < count; i++)
		json_text(j, texts[i]);
	json_end(j);
}

/* The paths that all sessions depend on, and those of one (NULL: none). */
static void put_reads(struct json *j, const struct noxfile *noxfile,
		      const struct noxfile_session *session)
{
	json_key(j, "reads");
	json_array(j);
	for (size_t i = 0; !session && i < noxfile->reads.len; i++)
		if (noxfile->reads.at[i].all)
			json_text(j, noxfile->reads.at[i].path);
	for (size_t i = 0; session && i < session->reads.len; i++)
		json_text(j, noxfile->reads.at[session->reads.at[i]].path);
	json_end(j);
}

/* What a call that names the session comes to. */
static void put_call(struct json *j, struct arena *arena, const struct noxfile *noxfile,
		     struct str name)
{
	static const struct call_place place;
	struct session_name session = { .text = name.p, .len = (uint32_t)name.len, .literal = true };
	struct nox_call call = { .place = &place, .runs = true };
	struct selection selection;
	struct reuse_judgement judgement;

	list_add(arena, &call.sessions, session);
	selection_find(&selection, &call, noxfile);
	judgement = reuse_judge(&call, STR(""), noxfile);
	put_bool(j, "no_install", judgement.installs_nothing);
	put_bool(j, "unsafe", judgement.verdict == REUSE_UNSAFE);
	put_bool(j, "unsure", judgement.unsure);
	put_bool(j, "all_exact", judgement.exact);
	json_key(j, "runs");
	json_array(j);
	for (size_t i = 0; i < noxfile->sessions.len; i++)
		if (selection.chosen[i])
			json_text(j, noxfile->sessions.at[i].name);
	json_end(j);
}

static void put_session(struct json *j, struct arena *arena, const struct noxfile *noxfile,
			const struct noxfile_session *s)
{
	json_object(j);
	json_key(j, "name");
	json_text(j, s->name);
	put_word(j, "reuse", reuses[s->reuse]);
	put_word(j, "python", pythons[s->python]);
	put_text(j, "backend", s->backend);
	put_bool(j, "by_default", s->by_default);
	put_word(j, "installs", installs[s->installs]);
	put_word(j, "moving", movings[s->moving]);
	put_bool(j, "exact", s->exact);
	put_bool(j, "starts_unknown", s->starts_unknown);
	json_key(j, "starts");
	json_array(j);
	for (size_t i = 0; i < s->starts.len; i++)
		json_text(j, noxfile->sessions.at[s->starts.at[i]].name);
	json_end(j);
	put_reads(j, noxfile, s);
	if (s->name.len > 0)
		put_call(j, arena, noxfile, s->name);
	json_end(j);
}

static void put_noxfile(struct json *j, struct arena *arena, const struct noxfile *noxfile)
{
	json_object(j);
	put_bool(j, "complete", noxfile->complete);
	put_word(j, "reuse", reuses[noxfile->reuse]);
	put_text(j, "backend", noxfile->backend);
	put_bool(j, "default_said", noxfile->default_said);
	put_bool(j, "default_known", noxfile->default_known);
	put_list(j, "default", noxfile->default_sessions.at, noxfile->default_sessions.len);
	put_reads(j, noxfile, NULL);
	json_key(j, "sessions");
	json_array(j);
	for (size_t i = 0; i < noxfile->sessions.len; i++)
		put_session(j, arena, noxfile, &noxfile->sessions.at[i]);
	json_end(j);
	json_end(j);
}

int main(int argc, char **argv)
{
	ARENA_AUTO struct arena arena = { 0 };
	REPOSITORY_AUTO struct repository repository = { .trouble = 0 };
	BUF_AUTO struct buf out = { 0 };
	struct json j = JSON_TO(&out);
	struct survey survey = { .repository = &repository, .arena = &arena };
	const struct noxfile *noxfile;

	if (argc != 3)
		return 2;
	repository_open_folder(&repository, argv[1]);
	noxfile = survey_noxfile(&survey, str_from(argv[2]));
	if (!noxfile)
		return 1;
	put_noxfile(&j, &arena, noxfile);
	if (!json_finish(&j))
		return 2;
	fwrite(out.p, 1, out.len, stdout);
	return 0;
}
