/* SPDX-License-Identifier: MIT */
/* Judges caches written by people. Each finding marks the bytes to change, and its message gives
 * the reason. */
#include "config.h"

#include "nox/findings/findings.h"

#include "base/ascii.h"
#include "nox/caches/cover.h"
#include "nox/findings/inspector.h"
#include "nox/release/overview.h"
#include "nox/rules/rules.h"
#include "workflow/template.h"

enum { KEY_MAX = 512 }; /* characters: actions/toolkit, packages/cache, checkKey */

/* Does the call make environments that a cache could hold? */
static bool has_environments(const struct judged_call *judged)
{
	return judged->call->runs && !judged->call->skipped &&
	       judged->reuse.verdict != REUSE_POINTLESS;
}

const size_t *findings_served(struct arena *arena, const struct job_plan *job)
{
	size_t count = job->calls.len;
	struct str *folders = arena_alloc(arena, count + 1, sizeof(*folders));

	for (size_t i = 0; i < count; i++)
		if (has_environments(&job->calls.at[i]))
			folders[i] = job->calls.at[i].call->place->envdir.path;
	return cover_first(arena, &job->caches, folders, count);
}

static bool runs_nox(const struct job_plan *job)
{
	for (size_t i = 0; i < job->calls.len; i++)
		if (has_environments(&job->calls.at[i]))
			return true;
	return false;
}

/* The line of a path that names a folder .nox, or the empty text. */
static struct str nox_folder_in(struct str path)
{
	struct str line;

	while (str_next_line(&path, &line)) {
		struct str name = line = str_trim(line);

		while (name.len > 0 && name.p[name.len - 1] == '/')
			name.len--;
		if (str_is(name, ".nox") || str_ends(name, "/.nox"))
			return line;
	}
	return STR("");
}

/* Does a text name a version of Python: "3.12", "py312"? */
static bool names_version(struct str text)
{
	static const char *const words[] = { "py3", "python3", "pypy" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_contains(text, words[i]))
			return true;
	for (size_t at = str_find(text, STR("3."), 0); at != STR_NONE;
	     at = str_find(text, STR("3."), at + 1))
		if (at + 2 < text.len && ascii_is_digit(text.p[at + 2]))
			return true;
	return false;
}

static bool names_python(const struct leg_text *text)
{
	return text->python || names_version(text->text) || str_contains(text->text, "matrix.py");
}

/* Do the keys of all legs name the Python? */
static bool keys_name_python(const struct subject *subject)
{
	for (size_t i = 0; i < subject->keys.list.len; i++)
		if (!names_python(&subject->keys.list.at[i].key))
			return false;
	return true;
}

static bool keys_change(const struct subject *subject)
{
	for (size_t i = 0; i < subject->keys.list.len; i++)
		if (!subject->keys.list.at[i].key.changes && !subject->keys.list.at[i].key.hashes)
			return false;
	return true;
}

/* The patterns of the call of hashFiles() that is node i; false where one of them is no plain string. */
static bool read_patterns(struct strs *patterns, struct arena *arena,
			  const struct expression_node *nodes, size_t i)
{
	for (size_t k = i - nodes[i].count; k < i; k++) {
		if (nodes[k].kind != EXPRESSION_STRING)
			return false;
		list_add(arena, &patterns->list, nodes[k].text);
	}
	return nodes[i].count > 0;
}

/* The next call of hashFiles() in a text; *node is where to go on. */
static bool next_hash(struct arena *arena, struct str text, size_t *at, size_t *node,
		      struct expression *expression)
{
	struct template_part part;

	for (;;) {
		for (; *node < expression->nodes.len; ++*node) {
			const struct expression_node *n = &expression->nodes.at[*node];

			if (n->kind == EXPRESSION_CALL && str_is_nocase(n->text, "hashFiles"))
				return true;
		}
		*node = expression->nodes.len = 0;
		if (!template_next(text, at, &part))
			return false;
		if (part.kind != TEMPLATE_EXPRESSION ||
		    expression_read(expression, arena, part.text) != STATUS_OK)
			expression->nodes.len = 0;
	}
}

bool hash_files_patterns(struct strs *patterns, struct arena *arena, struct str text)
{
	struct expression expression = { 0 };
	size_t at = 0, node = 0;

	return next_hash(arena, text, &at, &node, &expression) &&
	       read_patterns(patterns, arena, expression.nodes.at, node);
}

/* Is the noxfile of one of the calls here? If not, this is not the checkout that a run has: a part of
 * it, or a job generates the rest. */
static bool has_noxfile(const struct inspector *in)
{
	struct survey *survey = in->context->survey;

	for (size_t i = 0; i < in->job->found.list.len; i++)
		if (in->job->found.list.at[i].runs &&
		    survey_noxfile(survey, in->job->found.list.at[i].place->checkout.inner))
			return true;
	return false;
}

/* True if each hashFiles() is empty on this checkout and nothing else changes: then the key never
 * changes. */
static bool hashes_nothing(const struct inspector *in, const struct subject *subject)
{
	struct expression expression = { 0 };
	size_t at = 0, node = 0, calls = 0;

	for (size_t i = 0; i < subject->keys.list.len; i++)
		if (subject->keys.list.at[i].key.changes)
			return false;
	if (!has_noxfile(in))
		return false;
	for (; next_hash(in->arena, subject->cache->key, &at, &node, &expression); node++) {
		struct strs patterns = { 0 };

		if (!read_patterns(&patterns, in->arena, expression.nodes.at, node) ||
		    !survey_matches_nothing(in->context->survey, patterns.list.at,
					    patterns.list.len))
			return false;
		calls++;
	}
	return calls > 0;
}

/* The length of the key's text outside its expressions. */
static size_t literal_length(struct str key, bool *comma)
{
	struct template_part part;
	size_t length = 0, at = 0;

	while (template_next(key, &at, &part)) {
		if (part.kind == TEMPLATE_EXPRESSION)
			continue;
		*comma |= str_find_char(part.text, ',', 0) != STR_NONE;
		length += part.text.len;
	}
	return length;
}

static void judge_key(const struct inspector *in, const struct subject *subject)
{
	const struct cache *cache = subject->cache;
	struct range key = inspector_range(cache, "key");
	bool comma = false;
	size_t length = literal_length(cache->key, &comma);

	if (cache->key.len == 0 || comma || length > KEY_MAX)
		inspector_add(in, RULE_KEY_INVALID, key, NULL, "actions/cache refuses this key: %s",
			      cache->key.len == 0 ? "it is empty"
			      : comma		  ? "it contains a comma"
						  : "it has more than 512 characters");
	if (!keys_name_python(subject) && !job_field(in->job->job, JOB_CONTAINER))
		inspector_add(
			in, RULE_KEY_WITHOUT_PYTHON, key, NULL,
			"the key does not name the Python version: an environment is tied to the "
			"interpreter that made it");
	if (!keys_change(subject))
		inspector_add(
			in, RULE_KEY_WITHOUT_HASH, key, NULL,
			"the key contains no hash of dependency files: a cache is never overwritten, "
			"so what is installed later is never saved");
	else if (hashes_nothing(in, subject))
		inspector_add(
			in, RULE_KEY_NEVER_CHANGES, key, NULL,
			"hashFiles() matches no file of this repository, so the key never changes");
}

/* The bytes of one line of an input, if it is written as it reads. */
static struct range range_of_line(const struct inspector *in, const struct cache *cache,
				  const char *input, struct str line)
{
	struct range range = inspector_range(cache, input);
	struct str bytes = in->workflow->tree->source->bytes;
	size_t at = cache->in_action ? STR_NONE
				     : str_find(str_slice(bytes, 0, range.end), line, range.start);

	return at == STR_NONE ? range : (struct range){ at, at + line.len };
}

/* "job docs", with its file where that is another. */
static struct str saver_name(const struct inspector *in, const struct saver *saver)
{
	struct str id = saver->job->id;

	if (saver->overviewed->file == in->job->overviewed->file)
		return arena_printf(in->arena, "job %.*s", STR_ARG(id));
	return arena_printf(in->arena, "job %.*s of %.*s", STR_ARG(id), STR_ARG(saver->file));
}

/* Does the job save what the cache restores? A job that only restores what another has made loses
 * nothing. */
static bool is_saved(const struct inspector *in, const struct cache *cache)
{
	for (size_t i = 0; i < in->job->caches.list.len; i++) {
		const struct cache *other = &in->job->caches.list.at[i];

		if (other->saves && str_eq(str_trim(other->path), str_trim(cache->path)))
			return true;
	}
	return false;
}

/* Whose environments a line of restore-keys restores besides the job's own, or the empty text. */
static struct str strangers_of(const struct inspector *in, const struct subject *subject,
			       struct str line)
{
	struct shared_keys *keys =
		shared_keys_of(in->arena, in->context, in->overview, in->workflow);
	bool saved = is_saved(in, subject->cache);

	for (size_t i = 0; i < subject->keys.list.len; i++) {
		struct leg_key *key = &subject->keys.list.at[i];
		struct leg_text text = leg_text_of(&key->scope, line);
		const struct saved_key *met = NULL;

		if (saved)
			met = shared_keys_meet(keys, text.text, false, in->job->overviewed, key,
					       &in->job->found);

		if (met && met->saver->overviewed == in->job->overviewed)
			return STR("another leg of the matrix");
		if (met)
			return saver_name(in, met->saver);
		if (names_python(&key->key) && !names_python(&text))
			return STR("another Python");
	}
	return STR("");
}

static void judge_restore_keys(const struct inspector *in, const struct subject *subject)
{
	const struct cache *cache = subject->cache;
	struct str rest = cache->restore_keys, line;

	if (str_trim(rest).len == 0) {
		inspector_add(
			in, RULE_RESTORE_KEYS_MISSING, inspector_range(cache, "key"), NULL,
			"without restore-keys, every changed dependency rebuilds all environments");
		return;
	}
	while (str_next_line(&rest, &line)) {
		struct str strangers;

		line = str_trim(line);
		strangers = line.len > 0 ? strangers_of(in, subject, line) : STR("");
		if (strangers.len == 0)
			continue;
		inspector_add(in, RULE_RESTORE_KEYS_TOO_WIDE,
			      range_of_line(in, cache, "restore-keys", line), NULL,
			      "%.*s also matches the environments of %.*s", STR_ARG(line),
			      STR_ARG(strangers));
		return;
	}
}

static void judge_sharing(const struct inspector *in, const struct subject *subject)
{
	struct shared_keys *keys =
		shared_keys_of(in->arena, in->context, in->overview, in->workflow);

	if (!is_saved(in, subject->cache))
		return;
	for (size_t i = 0; i < subject->keys.list.len; i++) {
		const struct leg_key *key = &subject->keys.list.at[i];
		const struct saved_key *met;

		if (key->key.text.len == 0)
			continue;
		met = shared_keys_meet(keys, key->key.text, true, in->job->overviewed, key,
				       &in->job->found);
		if (!met)
			continue;
		if (in->faults)
			in->faults->met = met->saver;
		inspector_add(
			in, RULE_KEY_SHARED_BY_JOBS, inspector_range(subject->cache, "key"), NULL,
			"%.*s has the same key: only the first to save keeps its environments",
			STR_ARG(saver_name(in, met->saver)));
		return;
	}
}

/* Who can write the cache, and who restores it. Restrictions for accessing a cache:
 * docs.github.com, "Dependency caching reference". */
static void judge_exposure(const struct inspector *in, const struct cache *cache)
{
	const struct overview_job *job = in->job->overviewed;
	const char *untrusted = triggers_untrusted(in->overview->files.at[job->file].triggers);
	struct range action = inspector_range(cache, "");

	if (job->sign.len > 0)
		inspector_add(
			in, RULE_CACHE_IN_RELEASE_JOB, action, NULL,
			"a release job (%.*s) restores what other runs cached: whoever can write "
			"that cache can change what is published",
			STR_ARG(job->sign));
	if (untrusted)
		inspector_add(
			in, RULE_CACHE_EXPOSED, action, NULL,
			"strangers can start this workflow (%s): if the server lets such runs save "
			"caches, other runs restore what they saved",
			untrusted);
}

static void add_wrong_path(const struct inspector *in, const struct cache *cache)
{
	struct str line = nox_folder_in(cache->path);
	struct range range = line.len > 0 ? range_of_line(in, cache, "path", line)
					  : inspector_range(cache, "path");

	inspector_add(in, RULE_CACHE_WRONG_PATH, range, NULL,
		      "Nox does not keep its environments there in this job");
}

/* The key and restore-keys of a cache that serves calls up to the step number last. */
static void judge_step(const struct inspector *in, const struct cache *cache, size_t last)
{
	struct subject subject = { .cache = cache, .last = last };

	leg_keys_of(&subject.keys, in->arena, in->workflow, in->job->job, &in->job->setups, cache,
		    in->legs);
	judge_key(in, &subject);
	judge_restore_keys(in, &subject);
	judge_sharing(in, &subject);
	inspect_legs(in, &subject);
}

/* call is the first that it serves, or NULL. */
static void judge_cache(const struct inspector *in, const struct cache *cache,
			const struct nox_call *call)
{
	if (!call) {
		if (in->runs_nox && nox_folder_in(cache->path).len > 0)
			add_wrong_path(in, cache);
		return;
	}
	if (cache->restores && !(cache->ours && in->context->settings->include_release))
		judge_exposure(in, cache);
	if (cache->ours || !cache->restores)
		return;
	if (cache->path_wanted.len > 0)
		add_wrong_path(in, cache);
	if (cache->step->index > call->step->index)
		inspector_add(in, RULE_CACHE_AFTER_NOX, inspector_range(cache, ""), NULL,
			      "the environments are restored after Nox has run");
	judge_step(in, cache, call->step->index);
}

static const char remedy_of_unsafe[] =
	"Leave the cache out: reused, an environment could hold stale code "
	"(`nox-cache-inject --explain=reuse-unsafe`).";

/* Reports calls after a cache that rebuild the restored environments. Calls after a step of this
 * program get -r, if the command can be changed. */
static void judge_calls(const struct inspector *in)
{
	for (size_t i = 0; i < in->job->calls.len; i++) {
		const struct judged_call *judged = &in->job->calls.at[i];
		bool ours = judged->covered_by_ours;
		bool unsafe = judged->reuse.verdict == REUSE_UNSAFE && judged->reuse.off && !ours;

		if (judged->covered_by == INDEX_NONE ||
		    (judged->reuse.verdict != REUSE_NEEDS_OPTION && !unsafe) ||
		    (ours && !plan_adds_reuse(in->context->settings, judged)))
			continue;
		finding_add(
			in->diagnostics,
			(struct finding){
				.rule = RULE_CACHE_NOT_REUSED,
				.job = in->job->job->id,
				.range = call_range(judged->call),
				.fixable = ours || (judged->covered_to_mend && !unsafe &&
						    plan_adds_reuse(in->context->settings, judged)),
				.remedy = unsafe ? remedy_of_unsafe : NULL },
			"Nox rebuilds the environments that step %u restores", judged->covered_by);
	}
}

static struct inspector inspector_of(struct arena *arena, const struct workflow *workflow,
				     const struct plan_context *context, const struct job_plan *job,
				     const struct overview *overview, size_t *legs)
{
	return (struct inspector){ .arena = arena,
				   .workflow = workflow,
				   .context = context,
				   .overview = overview,
				   .job = job,
				   .legs = legs,
				   .runs_nox = runs_nox(job) };
}

void findings_faults(struct faults *faults, struct arena *arena, const struct workflow *workflow,
		     const struct plan_context *context, const struct job_plan *job,
		     const struct overview *overview, size_t *legs, const struct cache *cache,
		     size_t number)
{
	struct inspector in = inspector_of(arena, workflow, context, job, overview, legs);

	*faults = (struct faults){ .rules = 0 };
	in.faults = faults;
	judge_step(&in, cache, job->calls.at[number].call->step->index);
}

void findings_add(struct diagnostics *diagnostics, struct arena *arena,
		  const struct workflow *workflow, const struct plan_context *context,
		  const struct job_plan *job, const struct overview *overview, size_t *legs)
{
	struct inspector in = inspector_of(arena, workflow, context, job, overview, legs);
	const size_t *served = job->caches.list.len > 0 ? findings_served(arena, job) : NULL;

	in.diagnostics = diagnostics;
	for (size_t i = 0; served && i < job->caches.list.len; i++) {
		in.mended = job->caches.list.at[i].mended;
		judge_cache(&in, &job->caches.list.at[i],
			    served[i] == STR_NONE ? NULL : job->calls.at[served[i]].call);
	}
	judge_calls(&in);
}
