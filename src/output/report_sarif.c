/* SPDX-License-Identifier: MIT */
/* Writes SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0). There is one run, since GitHub
 * accepts one per tool and category. Regions count characters; ends are exclusive. */
#include "config.h"

#include "base/lookup.h"
#include "nox/rules/rules.h"
#include "output/report_formats.h"

#include <stdlib.h>

#define SCHEMA                                                                                     \
	"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#define ROOT "%SRCROOT%"

/* ------------------------------------------------------------------ members */

static void open_object(struct json *j, const char *key)
{
	json_key(j, key);
	json_object(j);
}

static void open_array(struct json *j, const char *key)
{
	json_key(j, key);
	json_array(j);
}

static void add_message(struct json *j, const char *key, struct str text)
{
	open_object(j, key);
	json_member_text(j, "text", text);
	json_end(j);
}

/* Text without backticks. */
static struct str plain_text(struct buf *out, const char *text)
{
	buf_cut(out, 0);
	for (; *text; text++)
		if (*text != '`')
			buf_add_char(out, *text);
	return buf_str(out);
}

static const char *level_of(enum severity severity)
{
	return severity_name(severity); /* the names are the same */
}

/* A path as a URI reference (RFC 3986, 3.3: pchar without ":", which would end a scheme). */
static struct str uri_of(struct buf *out, struct str path)
{
	static const struct str plain = STR("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
					    "0123456789-._~!$&'()*+,;=@/");

	buf_cut(out, 0);
	for (size_t i = 0; i < path.len; i++)
		if (str_find_char(plain, path.p[i], 0) != STR_NONE)
			buf_add_char(out, path.p[i]);
		else
			buf_printf(out, "%%%02X", (unsigned)(unsigned char)path.p[i]);
	return buf_str(out);
}

/* A relative path is resolved against a root that the reader knows; an absolute path becomes a file
 * URI. */
static void add_artifact(struct json *j, struct str path)
{
	bool relative = path.len == 0 || path.p[0] != '/';
	BUF_AUTO struct buf uri = { 0 }, address = { 0 };

	if (!relative)
		buf_add_c(&address, "file://");
	buf_add(&address, uri_of(&uri, path));
	open_object(j, "artifactLocation");
	json_member_text(j, "uri", buf_str(&address));
	if (relative)
		json_member_text(j, "uriBaseId", STR(ROOT));
	json_end(j);
}

/* The position after the last line feed is the start of a line, even at the end of the file. */
static struct position position_of(const struct source *source, size_t offset)
{
	struct position at = source_position(source, offset);

	if (offset > 0 && offset == source->bytes.len && source->bytes.p[offset - 1] == '\n')
		return (struct position){ at.line + 1, 1 };
	return at;
}

static void add_region(struct json *j, const char *key, const struct source *source,
		       struct range range)
{
	struct position start = position_of(source, range.start);
	struct position end = position_of(source, range.end);

	open_object(j, key);
	json_member_number(j, "startLine", start.line);
	json_member_number(j, "startColumn", start.column);
	json_member_number(j, "endLine", end.line);
	json_member_number(j, "endColumn", end.column);
	json_member_number(j, "byteOffset", range.start);
	json_member_number(j, "byteLength", range.end - range.start);
	json_end(j);
}

/* ------------------------------------------------------------------ the run */

static void add_rule(struct json *j, const struct rule *rule)
{
	BUF_AUTO struct buf text = { 0 }, markdown = { 0 };

	json_object(j);
	json_member_text(j, "id", str_from(rule->name));
	add_message(j, "shortDescription", plain_text(&text, rule->summary));
	add_message(j, "fullDescription", plain_text(&text, rule->help));
	open_object(j, "help");
	buf_printf(&markdown,
		   "%s\n\n%s\n\nBefore:\n\n```yaml\n%s\n```\n\nAfter:\n\n```yaml\n%s\n```\n",
		   rule->help, rule->remedy, rule->before, rule->after);
	json_member_text(j, "markdown", buf_str(&markdown));
	buf_cut(&markdown, 0);
	buf_printf(&markdown, "%s\n\n%s", rule->help, rule->remedy);
	json_member_text(j, "text", plain_text(&text, markdown.p ? markdown.p : ""));
	json_end(j);
	open_object(j, "defaultConfiguration");
	json_member_text(j, "level", str_from(level_of(rule->severity)));
	json_end(j);
	json_end(j);
}

void report_sarif_begin(struct report *report)
{
	struct json *j = report->json;

	json_object(j);
	json_member_text(j, "$schema", STR(SCHEMA));
	json_member_text(j, "version", STR("2.1.0"));
	open_array(j, "runs");
	json_object(j);
	open_object(j, "tool");
	open_object(j, "driver");
	json_member_text(j, "name", STR(PACKAGE_NAME));
	json_member_text(j, "version", STR(PACKAGE_VERSION));
	open_array(j, "rules");
	for (int i = 0; i < RULE_COUNT; i++)
		add_rule(j, rule_of((enum rule_id)i));
	json_end(j);
	json_end(j);
	json_end(j);
	json_member_text(j, "columnKind", STR("unicodeCodePoints"));
	open_object(j, "originalUriBaseIds");
	open_object(j, ROOT);
	add_message(j, "description", STR("The root of the repository."));
	json_end(j);
	json_end(j);
	open_array(j, "results");
}

void report_sarif_end(struct report *report, const struct tally *tally)
{
	struct json *j = report->json;

	(void)tally;
	json_end(j);
	open_array(j, "invocations");
	json_object(j);
	json_key(j, "executionSuccessful");
	json_bool(j, !report->failed);
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
	report->incomplete = !json_finish(j);
}

/* ------------------------------------------------------------------ fixes */

/* Assigns each edit of a file to one finding, so that the fixes together are the whole change. */
struct fixes {
	uint32_t *first; /* by finding: its first edit, or INDEX_NONE */
	uint32_t *last;
	uint32_t *next; /* by edit: the next edit of the same finding, or INDEX_NONE */
};

/* Maps the id of a job to its first finding that the change fixes. *first is the first one of the
 * file. */
static void index_findings(struct lookup *by_job, struct arena *arena, const struct rewrite *file,
			   size_t *first)
{
	for (size_t i = file->diagnostics.list.len; i-- > 0;) {
		const struct diagnostic *d = &file->diagnostics.list.at[i];
		size_t *number;

		if (!d->rule || !d->fixable)
			continue;
		*first = i;
		number = lookup_put(by_job, arena, diagnostic_job(d), i, NULL);
		*number = i;
	}
}

static void find_fixes(struct fixes *fixes, struct arena *arena, const struct rewrite *file)
{
	uint32_t edits = file->changed ? file->plan.edits.list.len : 0;
	size_t findings = file->diagnostics.list.len, first = STR_NONE;
	struct lookup by_job = { .root = NULL };

	fixes->first = arena_alloc(arena, findings + 1, sizeof(uint32_t));
	fixes->last = arena_alloc(arena, findings + 1, sizeof(uint32_t));
	fixes->next = arena_alloc(arena, (size_t)edits + 1, sizeof(uint32_t));
	index_findings(&by_job, arena, file, &first);
	for (size_t i = 0; i < findings; i++)
		fixes->first[i] = INDEX_NONE;
	for (uint32_t e = 0; e < edits && first != STR_NONE; e++) {
		size_t at = file->plan.edits.list.at[e].bytes.start, owner = first;
		const struct job *job = workflow_job_before(&file->workflow, at + 1);
		const size_t *number =
			lookup_get(&by_job, job ? job->id : file->workflow.jobs.at[0].id);

		if (number)
			owner = *number;
		fixes->next[e] = INDEX_NONE;
		if (fixes->first[owner] == INDEX_NONE)
			fixes->first[owner] = e;
		else
			fixes->next[fixes->last[owner]] = e;
		fixes->last[owner] = e;
	}
}

/* Writes the edits from e on that start at the same position as one replacement. Returns the next
 * edit. */
static uint32_t add_replacement(struct json *j, const struct rewrite *file,
				const struct fixes *fixes, uint32_t e)
{
	const struct edit *edits = file->plan.edits.list.at;
	struct range range = edit_range(&edits[e]);
	BUF_AUTO struct buf text = { 0 };

	for (; e != INDEX_NONE && edits[e].bytes.start == range.start; e = fixes->next[e]) {
		buf_add(&text, edit_text(&edits[e]));
		range.end = edits[e].bytes.end;
	}
	json_object(j);
	add_region(j, "deletedRegion", &file->source, range);
	add_message(j, "insertedContent", buf_str(&text));
	json_end(j);
	return e;
}

static void add_fixes(const struct report *report, const struct report_file *subject,
		      const struct fixes *fixes, size_t finding)
{
	struct json *j = report->json;
	uint32_t e = fixes->first[finding];

	if (e == INDEX_NONE)
		return;
	open_array(j, "fixes");
	json_object(j);
	add_message(j, "description", STR("The change that nox-cache-inject --in-place makes."));
	open_array(j, "artifactChanges");
	json_object(j);
	add_artifact(j, subject->path);
	open_array(j, "replacements");
	while (e != INDEX_NONE) {
		e = add_replacement(j, subject->rewrite, fixes, e);
		report_pass(report);
	}
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
}

/* ------------------------------------------------------------------ results */

/* What identifies a finding when lines move: the hash of rule, file, job and text of the line, and how many
 * findings up to it have that hash. A file may have thousands. */
struct fingerprint {
	unsigned long long hash;
	uint32_t finding;
	uint32_t number;
};

static unsigned long long hash_of(struct buf *text, struct str path, const struct source *source,
				  const struct diagnostic *d)
{
	struct str line =
		str_trim(source_line_text(source, source_line(source, diagnostic_range(d).start)));

	buf_cut(text, 0);
	buf_printf(text, "%s\n", d->rule->name);
	buf_add(text, path);
	buf_add_char(text, '\n');
	buf_add(text, diagnostic_job(d));
	buf_add_char(text, '\n');
	buf_add(text, line);
	return str_hash(buf_str(text));
}

static int by_finding(const void *a, const void *b)
{
	const struct fingerprint *x = a, *y = b;

	return (x->finding > y->finding) - (x->finding < y->finding);
}

static int by_hash(const void *a, const void *b)
{
	const struct fingerprint *x = a, *y = b;

	return x->hash != y->hash ? (x->hash > y->hash) - (x->hash < y->hash) : by_finding(a, b);
}

/* Those of all findings, in order. */
static struct fingerprint *find_fingerprints(struct arena *arena, const struct report_file *subject)
{
	const struct rewrite *file = subject->rewrite;
	size_t count = file->diagnostics.list.len, n = 0;
	struct fingerprint *prints = arena_alloc(arena, count + 1, sizeof(*prints));
	BUF_AUTO struct buf text = { 0 };

	for (size_t i = 0; i < count; i++) {
		const struct diagnostic *d = &file->diagnostics.list.at[i];

		if (d->rule)
			prints[n++] = (struct fingerprint){
				hash_of(&text, subject->path, &file->source, d), (uint32_t)i, 1
			};
	}
	qsort(prints, n, sizeof(*prints), by_hash);
	for (size_t i = 1; i < n; i++)
		if (prints[i].hash == prints[i - 1].hash)
			prints[i].number = prints[i - 1].number + 1;
	qsort(prints, n, sizeof(*prints), by_finding);
	return prints;
}

static void add_locations(struct json *j, const struct report_file *subject,
			  const struct diagnostic *d)
{
	open_array(j, "locations");
	json_object(j);
	open_object(j, "physicalLocation");
	add_artifact(j, subject->path);
	add_region(j, "region", &subject->rewrite->source, diagnostic_range(d));
	json_end(j);
	open_array(j, "logicalLocations");
	json_object(j);
	json_member_text(j, "name", diagnostic_job(d));
	json_member_text(j, "kind", STR("job"));
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
}

void report_sarif_file(struct report *report, const struct report_file *subject)
{
	const struct rewrite *file = subject->rewrite;
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf text = { 0 };
	const struct fingerprint *print = find_fingerprints(&arena, subject);
	struct fixes fixes = { 0 };
	struct json *j = report->json;

	find_fixes(&fixes, &arena, file);
	for (size_t i = 0; i < file->diagnostics.list.len; i++) {
		const struct diagnostic *d = &file->diagnostics.list.at[i];

		if (!d->rule)
			continue;
		buf_cut(&text, 0);
		buf_add(&text, diagnostic_message(d));
		buf_add_c(&text, ". ");
		buf_add_c(&text, d->remedy);
		json_object(j);
		json_member_text(j, "ruleId", str_from(d->rule->name));
		json_member_number(j, "ruleIndex", rule_index(d->rule));
		json_member_text(j, "level", str_from(level_of(d->severity)));
		add_message(j, "message", buf_str(&text));
		add_locations(j, subject, d);
		open_object(j, "partialFingerprints");
		buf_cut(&text, 0);
		buf_printf(&text, "%016llx:%u", print->hash, print->number);
		json_member_text(j, "findingHash/v1", buf_str(&text));
		print++;
		json_end(j);
		add_fixes(report, subject, &fixes, i);
		json_end(j);
		report_pass(report);
	}
}
