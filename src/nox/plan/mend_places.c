/* SPDX-License-Identifier: MIT */
/* Moves caches that are restored after Nox has run to the step that runs it first: their lines, with what
 * else is mended in them. */
#include "config.h"

#include "nox/plan/mend.h"

#include "yaml/layout.h"

/* ------------------------------------------------------------------ which */

static bool restores(const struct cache *cache, struct folder folder)
{
	for (size_t i = 0; i < cache->folders.len; i++)
		if (str_eq(cache->folders.at[i], folder.path))
			return true;
	return false;
}

/* The first call whose environments the cache restores, or NULL. */
static const struct nox_call *first_call(const struct nox_calls *calls, const struct cache *cache)
{
	for (size_t i = 0; i < calls->list.len; i++) {
		const struct nox_call *call = &calls->list.at[i];

		if (call->runs && !call->skipped && call->place->envdir.known &&
		    restores(cache, call->place->envdir))
			return call;
	}
	return NULL;
}

static bool is_restored_before(const struct caches *caches, const struct nox_call *call)
{
	for (size_t i = 0; i < caches->list.len; i++)
		if (caches->list.at[i].restores &&
		    (caches->list.at[i].moved ||
		     caches->list.at[i].step->index < call->step->index) &&
		    restores(&caches->list.at[i], call->place->envdir))
			return true;
	return false;
}

/* Does anything in the node refer to other places of the file, or is referred to? */
static bool has_names(const struct tree *tree, const struct node *node)
{
	if (node->kind == NODE_ALIAS || node_has_anchor(tree, node))
		return true;
	for (const struct node *child = node_first(node); child; child = node_next(child))
		if (has_names(tree, child))
			return true;
	return false;
}

/* Does the step read what is only known after the step with that index has run: outputs, or variables? */
static bool reads_later(const struct planner *p, const struct job *job, struct str text,
			size_t index)
{
	for (size_t i = index; i < job->steps.len; i++) {
		const struct step *step = &job->steps.at[i];
		struct str id = scalar_value(p->tree, step_field(step, STEP_ID));
		struct str script = scalar_value(p->tree, step_field(step, STEP_RUN));

		if (id.len > 0 &&
		    str_contains(text, arena_printf(p->arena, "steps.%.*s.", STR_ARG(id)).p))
			return true;
		if (str_contains(text, "env.") && str_contains(script, "GITHUB_ENV"))
			return true;
	}
	return str_contains(text, "steps[");
}

/* Why the cache step cannot be moved before another step, or NULL. */
static const char *why_stays(const struct planner *p, const struct job *job,
			     const struct cache *cache, const struct step *before)
{
	const struct step *step = cache->step;
	struct layout layout = { 0 };
	struct range lines;

	if (step_field(step, STEP_IF))
		return "it has a condition and is not moved before Nox";
	if (step_written(step) != step->body ||
	    node_parent(step_written(step)) != node_parent(step_written(before)) || step->nested ||
	    before->nested || has_names(p->tree, step->body) ||
	    !layout_item_lines(&lines, p->tree, step_written(step)) ||
	    !layout_of_item(&layout, p->tree, step_written(before)) || layout.flow_list)
		return "its lines cannot be moved before Nox";
	if (reads_later(p, job, str_slice(p->tree->source->bytes, lines.start, lines.end),
			before->index))
		return "it uses what steps after Nox print";
	return NULL;
}

void mend_places(struct planner *p, struct job_plan *job, const struct nox_calls *calls)
{
	for (size_t i = 0; p->context->settings->fix_existing && i < job->caches.list.len; i++) {
		struct cache *cache = &job->caches.list.at[i];
		const struct nox_call *call = first_call(calls, cache);

		if (!call || call->step->index >= cache->step->index || !cache->saves ||
		    !mend_may(p, job, cache))
			continue;
		cache->stays = is_restored_before(&job->caches, call)
				       ? "another step restores the folder before Nox"
				       : why_stays(p, job->job, cache, call->step);
		if (!cache->stays)
			cache->moved = call->step;
	}
}

const struct cache *mend_moved(const struct job_plan *job, const struct nox_call *call)
{
	for (size_t i = 0; i < job->caches.list.len; i++) {
		const struct cache *cache = &job->caches.list.at[i];

		if (cache->moved && cache->moved->index <= call->step->index && call->runs &&
		    restores(cache, call->place->envdir))
			return cache;
	}
	return NULL;
}

/* ------------------------------------------------------------------ the edits */

void mend_move(struct planner *p, struct cache *cache)
{
	const struct node *item = step_written(cache->step);
	struct moved_step move = { .after = "" };
	struct layout layout = { 0 };
	struct str bytes = p->tree->source->bytes;
	struct expectation expectation = { .kind = EXPECT_MOVE,
					   .node = node_parent(item),
					   .moved = item };

	if (!cache->moved || !layout_item_lines(&move.from, p->tree, item) ||
	    !layout_of_item(&layout, p->tree, step_written(cache->moved)))
		return;
	move.to = layout.insert_at;
	/* The last step has the empty line before it. */
	if (!node_next(item) && layout.blank_line) {
		size_t start = move.from.start;

		move.after = layout.newline;
		while (start > 0 && (bytes.p[start - 1] == '\n' || bytes.p[start - 1] == '\r'))
			start--;
		start = str_find_char(bytes, '\n', start);
		if (start + 1 < move.from.start)
			move.from.start = start + 1;
		else
			move.after = "";
	}
	expectation.index = step_written(cache->moved)->index;
	list_add(p->arena, &p->now.expectations.list, expectation);
	list_add(p->arena, &p->now.moves, move);
}

static bool is_inside(struct range range, const struct moved_step *move)
{
	return range.start >= move->from.start && range.end <= move->from.end;
}

/* The lines with the edits in them, without empty lines at the start. The edits are taken from the list. */
static struct str take_lines(struct planner *p, const struct moved_step *move)
{
	struct edits inner = { .list = { .len = 0 } };
	struct edits *all = &p->now.edits;
	struct str bytes = p->tree->source->bytes, text;
	BUF_AUTO struct buf out = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < all->list.len; i++) {
		struct edit edit = all->list.at[i];

		if (!is_inside(edit_range(&edit), move)) {
			all->list.at[kept++] = edit;
			continue;
		}
		edit.bytes.start -= (uint32_t)move->from.start;
		edit.bytes.end -= (uint32_t)move->from.start;
		list_add(p->arena, &inner.list, edit);
	}
	list_cut(&all->list, kept);
	if (!edits_sort(&inner, move->from.end - move->from.start))
		return STR("");
	edits_apply(str_slice(bytes, move->from.start, move->from.end), &inner, &out);
	buf_add_c(&out, move->after);
	text = buf_keep(&out, p->arena);
	while (text.len > 0 && (text.p[0] == '\n' || text.p[0] == '\r'))
		text = str_slice(text, 1, text.len);
	return text;
}

void mend_move_edits(struct planner *p)
{
	for (size_t i = 0; i < p->now.moves.len; i++) {
		const struct moved_step *move = &p->now.moves.at[i];
		struct str text = take_lines(p, move);

		list_add(p->arena, &p->now.edits.list, edit_insert(move->to, text));
		list_add(p->arena, &p->now.edits.list, edit_make(move->from, STR("")));
	}
}
