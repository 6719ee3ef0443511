/* SPDX-License-Identifier: MIT */
/* Judges caches written by people. Each finding marks the bytes to change, and its message gives
 * the reason. */
#include "config.h"

#include "nox/findings.h"

#include "nox/cover.h"
#include "nox/legs.h"
#include "nox/python.h"
#include "nox/rules.h"
#include "workflow/template.h"
#include "nox/overview.h"

enum { KEY_MAX = 512 }; /* characters: actions/toolkit, packages/cache, checkKey */

/* What distinguishes the legs that run a step. */
struct legs_before {
	bool known;
	size_t last; /* the step's index */
	struct legs legs;
};

struct inspector {
	struct diagnostics *diagnostics;
	struct arena *arena;
	const struct workflow *workflow;
	const struct plan_context *context;
	const struct job_plan *job;
	struct seen_keys *seen;
	struct legs_before *legs;
	bool runs_nox;
	unsigned triggers;
};

/* The bytes to mark for a cache: its input of that name, else its action. For a cache inside a
 * local action, the step that uses the action. */
static struct range range_of(const struct cache *cache, const char *input)
{
	const struct node *value = cache->elsewhere ? NULL : map_get(cache->step->with, input, NULL);

	if (!value)
		value = cache->step->uses;
	return value ? value->range : cache->step->body->range;
}

static void __attribute__((format(printf, 5, 6)))
add_at(const struct inspector *in, enum rule_id rule, struct range range, const char *remedy,
       const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	finding_add_v(in->diagnostics,
		      (struct finding){ .rule = rule,
					.job = in->job->job->id,
					.range = range,
					.remedy = remedy },
		      format, arguments);
	va_end(arguments);
}

/* For each cache, the number of the first call whose environments it contains, or STR_NONE. */
static const size_t *find_served(const struct inspector *in)
{
	size_t count = in->job->calls.len;
	struct str *folders = arena_alloc(in->arena, count + 1, sizeof(*folders));

	for (size_t i = 0; i < count; i++)
		if (in->job->calls.at[i].call.runs)
			folders[i] = in->job->calls.at[i].call.envdir.path;
	return cover_first(in->arena, &in->job->caches, folders, count);
}

static bool runs_nox(const struct job_plan *job)
{
	for (size_t i = 0; i < job->calls.len; i++)
		if (job->calls.at[i].call.runs && !job->calls.at[i].call.skipped)
			return true;
	return false;
}

static bool names_nox_folder(struct str path)
{
	struct str line;

	while (str_next_line(&path, &line)) {
		line = str_trim(line);
		while (line.len > 0 && line.p[line.len - 1] == '/')
			line.len--;
		if (str_is(line, ".nox") || str_ends(line, "/.nox"))
			return true;
	}
	return false;
}

static bool names_python(struct str key)
{
	return str_contains(key, "python") || str_contains(key, "Python") || str_contains(key, "PYTHON") ||
	       str_contains(key, "matrix.py") || str_contains(key, PROBE_ID) ||
	       str_contains(key, "py3");
}

/* The patterns of the first call of hashFiles(). Returns false if there is none, or if one of them
 * is not a plain string. */
static bool read_patterns(struct strs *patterns, struct arena *arena,
			  const struct expression *expression, bool *found)
{
	const struct expression_node *nodes = expression->nodes.at;

	for (size_t i = 0; i < expression->nodes.len; i++) {
		if (nodes[i].kind != EXPRESSION_CALL || !str_is_nocase(nodes[i].text, "hashFiles"))
			continue;
		*found = true;
		for (size_t k = i - nodes[i].count; k < i; k++) {
			if (nodes[k].kind != EXPRESSION_STRING)
				return false;
			list_add(arena, &patterns->list, nodes[k].text);
		}
		return nodes[i].count > 0;
	}
	return false;
}

bool hash_files_patterns(struct strs *patterns, struct arena *arena, struct str text)
{
	struct expression expression = { 0 };
	struct template_part part;
	size_t at = 0;
	bool found = false, read = false;

	while (!found && template_next(text, &at, &part))
		if (part.kind == TEMPLATE_EXPRESSION &&
		    expression_read(&expression, arena, part.text) == STATUS_OK)
			read = read_patterns(patterns, arena, &expression, &found);
	return read;
}

/* True if hashFiles() is empty on this checkout: then the key never changes. */
static bool hashes_nothing(const struct inspector *in, struct str key)
{
	struct strs patterns = { 0 };

	return hash_files_patterns(&patterns, in->arena, key) &&
	       survey_matches_nothing(in->context->survey, patterns.list.at, patterns.list.len);
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

static void judge_key(const struct inspector *in, const struct cache *cache)
{
	struct range key = range_of(cache, "key");
	bool comma = false;
	size_t length = literal_length(cache->key, &comma);

	if (cache->key.len == 0 || comma || length > KEY_MAX)
		add_at(in, RULE_KEY_INVALID, key, NULL, "actions/cache refuses this key: %s",
		       cache->key.len == 0 ? "it is empty" : comma ? "it contains a comma"
								   : "it has more than 512 characters");
	if (!names_python(cache->key) && !in->job->job->container)
		add_at(in, RULE_KEY_WITHOUT_PYTHON, key, NULL,
		       "the key does not name the Python version: an environment is tied to the "
		       "interpreter that made it");
	if (!str_contains(cache->key, "hashFiles(") && !str_contains(cache->key, "hash"))
		add_at(in, RULE_KEY_WITHOUT_HASH, key, NULL,
		       "the key contains no hash of dependency files: a cache is never overwritten, "
		       "so what is installed later is never saved");
	else if (hashes_nothing(in, cache->key))
		add_at(in, RULE_KEY_NEVER_CHANGES, key, NULL,
		       "hashFiles() matches no file of this repository, so the key never changes");
}

/* Finds what distinguishes the legs that run the step, once for all caches before it. */
static void find_legs(const struct inspector *in, struct legs *legs, size_t last)
{
	struct python python = { .changed = STR_NONE };

	if (!in->legs->known || in->legs->last != last) {
		python_of(&python, in->arena, in->workflow, in->job->job, &in->job->setups, last,
			  STR(""));
		legs_of(legs, in->arena, in->job->job, &in->job->reads, &python, last);
		*in->legs = (struct legs_before){ true, last, *legs };
	}
	*legs = in->legs->legs;
}

static bool names_input(const struct reference_paths *references)
{
	static const struct str context = STR("inputs");

	for (size_t i = 0; i < references->list.len; i++) {
		struct str path = references->list.at[i];

		if (str_eq_nocase(str_slice(path, 0, context.len), context) &&
		    (path.len == context.len || path.p[context.len] == '.' || path.p[context.len] == '['))
			return true;
	}
	return false;
}

/* Does a key with these references distinguish what differs in a leg? It does by the whole matrix,
 * by the leg's own path, or by the number of the leg. Any input counts, as one may depend on all
 * others. */
static bool key_distinguishes(const struct reference_paths *references, const struct leg *leg)
{
	if (leg->input)
		return names_input(references);
	return str_is(leg->path, "strategy.job-index") || reference_paths_hold(references, leg->path) ||
	       reference_paths_hold(references, STR("strategy.job-index")) ||
	       reference_paths_hold(references, STR("matrix"));
}

/* Reports members of the matrix and inputs that distinguish legs or calls but are not in the
 * key. */
static void judge_legs(const struct inspector *in, const struct cache *cache, size_t last)
{
	ARENA_AUTO struct arena scratch = { 0 };
	struct reference_paths references = { 0 };
	struct legs legs = { 0 };

	find_legs(in, &legs, last);
	reference_paths_find(&references, &scratch, cache->key);
	for (size_t i = 0; i < legs.parts.len; i++) {
		const struct leg *leg = &legs.parts.at[i];

		if (key_distinguishes(&references, leg))
			continue;
		add_at(in, leg->input ? RULE_KEY_SHARED_BY_JOBS : RULE_KEY_SHARED_BY_MATRIX,
		       range_of(cache, "key"), NULL,
		       "%s that differ in %.*s share this key: all but the first to save lose their "
		       "environments", leg->input ? "calls" : "legs of the matrix", STR_ARG(leg->path));
		break;
	}
}

/* The bytes of one line of restore-keys, if it is written as it reads. */
static struct range range_of_line(const struct inspector *in, const struct cache *cache,
				  struct str line)
{
	struct range range = range_of(cache, "restore-keys");
	struct str bytes = in->workflow->tree->source->bytes;
	size_t at = cache->elsewhere ? STR_NONE
				     : str_find(str_slice(bytes, 0, range.end), line, range.start);

	return at == STR_NONE ? range : (struct range){ at, at + line.len };
}

static void judge_restore_keys(const struct inspector *in, const struct cache *cache)
{
	struct str rest = cache->restore_keys, line;

	if (str_trim(rest).len == 0) {
		add_at(in, RULE_RESTORE_KEYS_MISSING, range_of(cache, "key"), NULL,
		       "without restore-keys, every changed dependency rebuilds all environments");
		return;
	}
	while (str_next_line(&rest, &line)) {
		line = str_trim(line);
		if (line.len == 0)
			continue;
		if ((names_python(cache->key) && !names_python(line)) ||
		    (str_contains(cache->key, "github.job") && !str_contains(line, "github.job"))) {
			add_at(in, RULE_RESTORE_KEYS_TOO_WIDE, range_of_line(in, cache, line), NULL,
			       "%.*s also matches the environments of another Python or job",
			       STR_ARG(line));
			return;
		}
	}
}

static void judge_sharing(const struct inspector *in, const struct cache *cache)
{
	struct str id = in->job->job->id;
	const size_t *number;
	bool added;

	if (str_contains(cache->key, "github.job"))
		return;
	number = lookup_put(&in->seen->keys, in->arena, cache->key, in->seen->jobs.len, &added);
	if (added) {
		list_add(in->arena, &in->seen->jobs, id);
		return;
	}
	if (!str_eq(in->seen->jobs.at[*number], id))
		add_at(in, RULE_KEY_SHARED_BY_JOBS, range_of(cache, "key"), NULL,
		       "job %.*s has the same key: only the first to save keeps its environments",
		       STR_ARG(in->seen->jobs.at[*number]));
}

/* Who can write the cache, and who restores it. Restrictions for accessing a cache:
 * docs.github.com, "Dependency caching reference". */
static void judge_exposure(const struct inspector *in, const struct cache *cache)
{
	const struct overview_job *job = in->job->overviewed;
	const char *untrusted = triggers_untrusted(in->triggers);
	struct range action = range_of(cache, "");

	if (job->sign.len > 0)
		add_at(in, RULE_CACHE_IN_RELEASE_JOB, action, NULL,
		       "a release job (%.*s) restores what other runs cached: whoever can write "
		       "that cache can change what is published", STR_ARG(job->sign));
	if (untrusted)
		add_at(in, RULE_CACHE_EXPOSED, action, NULL,
		       "strangers can start this workflow (%s): if the server lets such runs save "
		       "caches, other runs restore what they saved", untrusted);
}

/* call is the first one that the cache serves, or NULL. */
static void judge_cache(const struct inspector *in, const struct cache *cache,
			const struct nox_call *call)
{
	if (!call) {
		if (in->runs_nox && names_nox_folder(cache->path))
			add_at(in, RULE_CACHE_WRONG_PATH, range_of(cache, "path"), NULL,
			       "Nox does not keep its environments there in this job");
		return;
	}
	if (cache->restores && !(cache->ours && in->context->settings->include_release))
		judge_exposure(in, cache);
	if (cache->ours || cache->elsewhere || !cache->restores)
		return;
	if (cache->step->index > call->step->index)
		add_at(in, RULE_CACHE_AFTER_NOX, range_of(cache, ""), NULL,
		       "the environments are restored after Nox has run");
	judge_key(in, cache);
	judge_restore_keys(in, cache);
	judge_sharing(in, cache);
	judge_legs(in, cache, call->step->index);
}

/* Reports calls after a cache that rebuild the restored environments. Calls after a step of this
 * program get -r, if the command can be changed. */
static void judge_calls(const struct inspector *in)
{
	for (size_t i = 0; i < in->job->calls.len; i++) {
		const struct judged_call *judged = &in->job->calls.at[i];
		bool ours = judged->covered_by_ours;

		if (judged->covered_by == STR_NONE || judged->reuse.verdict != REUSE_WANTS ||
		    (ours && !plan_adds_reuse(in->context->settings, judged)))
			continue;
		finding_add(in->diagnostics,
			    (struct finding){ .rule = RULE_CACHE_NOT_REUSED,
					      .job = in->job->job->id,
					      .range = judged->call.range,
					      .fixable = ours },
			    "Nox rebuilds the environments that step %zu restores",
			    judged->covered_by);
	}
}

void findings_add(struct diagnostics *diagnostics, struct arena *arena,
		  const struct workflow *workflow, const struct plan_context *context,
		  const struct job_plan *job, struct seen_keys *seen, unsigned triggers)
{
	struct legs_before legs = { .known = false };
	struct inspector in = { diagnostics, arena, workflow, context, job, seen, &legs, runs_nox(job),
				  triggers };

	const size_t *served = job->caches.list.len > 0 ? find_served(&in) : NULL;

	for (size_t i = 0; served && i < job->caches.list.len; i++)
		judge_cache(&in, &job->caches.list.at[i],
			    served[i] == STR_NONE ? NULL : &job->calls.at[served[i]].call);
	judge_calls(&in);
}
