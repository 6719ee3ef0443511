/* SPDX-License-Identifier: MIT */
/* Reads the configuration file. Keys are long options; options.c defines which ones and their
 * values. The file is untrusted: it is opened by the repository module and parsed by the worker. */
#include "config.h"

#include "config_file.h"

#include "options_parse.h"
#include "yaml/tree.h"
#include <string.h>

struct reader {
	struct options *options;
	struct config_names *names;
	struct arena *arena;
	struct rewrite *file;
	bool failed;
};

static void __attribute__((format(printf, 3, 4))) refuse(struct reader *r, const struct node *node,
							 const char *format, ...)
{
	va_list arguments;

	r->failed = true;
	va_start(arguments, format);
	diagnostic_add_v(&r->file->diagnostics,
			 (struct diagnostic){ .severity = SEVERITY_ERROR,
					      .bytes = short_range_of(node_range(node)),
					      .has_range = true },
			 format, arguments);
	va_end(arguments);
}

/* Remembers names, except those that the command line overrides. */
static void note_name(struct reader *r, struct str name, const struct node *value, struct str text)
{
	const struct options *o = r->options;
	const char *option = str_is(name, "skip-job") && o->skip_jobs.list.len > 0     ? "skip-job"
			     : str_is(name, "hash-file") && o->hash_files.list.len > 0 ? "hash-file"
										       : NULL;
	const struct texts *texts = str_is(name, "skip-job") ? &o->skip_jobs : &o->hash_files;

	if (option && texts->list.at[texts->list.len - 1] == text.p)
		list_add(r->arena, &r->names->list,
			 (struct config_name){
				 option, text,
				 source_position(&r->file->source, node_range(value).start) });
}

static void set(struct reader *r, const struct node *key, const struct node *value)
{
	struct str name = scalar_value(&r->file->tree, key);
	struct str text = arena_copy(r->arena, scalar_value(&r->file->tree, value));
	BUF_AUTO struct buf error = { 0 };

	if (value->kind != NODE_SCALAR || memchr(text.p, '\0', text.len))
		refuse(r, value, "invalid value for %.*s (expected text)", STR_ARG(name));
	else if (options_set(r->options, r->arena, name, text.p, &error) != STATUS_OK)
		refuse(r, value, "%s", error.p ? error.p : "");
	else
		note_name(r, name, value, text);
}

static void read_pair(struct reader *r, const struct node *key)
{
	const struct node *value = node_resolve(node_next(key));
	struct str name = scalar_value(&r->file->tree, key);
	BUF_AUTO struct buf error = { 0 };

	if (options_find(name, &error) != STATUS_OK) {
		refuse(r, key, "%s", error.p ? error.p : "");
		return;
	}
	if (value->kind != NODE_SEQ) {
		set(r, key, value);
		return;
	}
	if (!options_is_list(name)) {
		refuse(r, value, "invalid value for %.*s (expected text, found a list)",
		       STR_ARG(name));
		return;
	}
	for (const struct node *item = node_first(value); item; item = node_next(item))
		set(r, key, node_resolve(item));
}

static void read_map(struct reader *r)
{
	const struct node *root = node_resolve(r->file->tree.root);

	if (!root || (root->kind == NODE_SCALAR && root->text_len == 0))
		return;
	if (root->kind != NODE_MAP) {
		refuse(r, root, "expected long options as keys, such as \"hash-file: uv.lock\"");
		return;
	}
	for (const struct node *key = node_first(root); key; key = node_next(node_next(key)))
		read_pair(r, key);
}

enum status config_read(struct options *options, struct config_names *names, struct arena *arena,
			struct rewrite *file, struct repository *repository)
{
	struct reader r = { .options = options, .names = names, .arena = arena, .file = file };
	const struct entry *entry = repository_look(repository, STR(CONFIG_NAME));
	const struct repository_file *content;
	enum status status;

	file->diagnostics.arena = &file->arena;
	if (entry->kind == ENTRY_NONE)
		return STATUS_OK;
	content = repository_read(repository, STR(CONFIG_NAME));
	if (content->status != STATUS_OK) {
		diagnostic_file(&file->diagnostics, SEVERITY_ERROR, "%.*s",
				STR_ARG(content->error));
		return content->status;
	}
	source_init(&file->source, &file->arena, file->source.path, content->bytes);
	file->source.worker = file->worker;
	status = tree_load(&file->tree, &file->arena, &file->nodes, &file->source,
			   &file->diagnostics);
	if (status != STATUS_OK)
		return status;
	read_map(&r);
	return r.failed ? STATUS_INVALID : STATUS_OK;
}
