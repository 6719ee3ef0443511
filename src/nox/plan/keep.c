/* SPDX-License-Identifier: MIT */
/* Keeps what is planned for a job beyond it, and makes the plan of it in the end. Where a job has memory of its
 * own, texts in it are copied. */
#include "config.h"

#include "nox/plan/mend.h"
#include "nox/plan/planner.h"

/* Whether what is planned for a job ends with it, unless it is copied. */
static bool has_scratch(const struct planner *p)
{
	return p->arena != p->memory->arena;
}

static bool is_short_lived(const struct planner *p, struct str text)
{
	return arena_holds(p->drafts, text.p) || (has_scratch(p) && arena_holds(p->arena, text.p));
}

struct str planner_keep_text(struct planner *p, struct kept_texts *kept, struct str text)
{
	const char *at;

	if (text.len == 0)
		return STR("");
	if (!is_short_lived(p, text))
		return text;
	at = lookup_pointer(&kept->texts, text);
	if (!at) {
		at = arena_copy(kept->arena, text).p;
		lookup_add_pointer(&kept->texts, p->drafts, (struct str){ at, text.len }, at);
	}
	return (struct str){ at, text.len };
}

static void keep_edits(struct planner *p, struct edits *all, const struct edits *now)
{
	for (size_t i = 0; i < now->list.len; i++) {
		struct edit edit = now->list.at[i];

		edit.text = planner_keep_text(p, &p->written, edit_text(&edit)).p;
		list_add(p->drafts, &all->list, edit);
	}
}

static bool shapes_eq(const struct shapes *a, const struct shapes *b)
{
	if (a->list.len != b->list.len)
		return false;
	for (size_t i = 0; i < a->list.len; i++)
		if (a->list.at[i].kind != b->list.at[i].kind ||
		    !str_eq(shape_text(&a->list.at[i]), shape_text(&b->list.at[i])))
			return false;
	return true;
}

/* Most jobs get the same step: then it shares the shapes of the one before it. */
static struct shapes keep_shapes(struct planner *p, struct shapes now)
{
	size_t count = now.list.len;
	struct shapes *last = &p->last[count % PLANNER_SHAPES];
	struct shapes kept = { 0 };

	if (!has_scratch(p) || count == 0)
		return now;
	if (shapes_eq(&now, last))
		return *last;
	list_reserve(p->memory->expected, &kept.list, count);
	for (size_t i = 0; i < count; i++)
		list_add(p->memory->expected, &kept.list,
			 shape_of(now.list.at[i].kind,
				  planner_keep_text(p, &p->expected, shape_text(&now.list.at[i]))));
	*last = kept;
	return kept;
}

static void keep_expectation(struct planner *p, struct expectations *all, struct expectation now)
{
	struct shapes shapes;

	if (now.kind == EXPECT_TEXT) {
		now.text = planner_keep_text(p, &p->expected, (struct str){ now.text, now.len }).p;
	} else if (now.kind == EXPECT_ITEM || now.kind == EXPECT_PAIR) {
		shapes = keep_shapes(p, expected_shapes(&now));
		now = expect_shapes(now.kind, now.node, now.index, &shapes);
	}
	list_add(p->memory->expected, &all->list, now);
}

void planner_keep_changes(struct planner *p)
{
	const struct changes *now = &p->now;
	struct changes *all = &p->all;

	keep_edits(p, &all->edits, &now->edits);
	keep_edits(p, &all->steps, &now->steps);
	for (size_t i = 0; i < now->expectations.list.len; i++)
		keep_expectation(p, &all->expectations, now->expectations.list.at[i]);
	if (now->words.list.len > all->words.list.cap)
		list_reserve(p->memory->expected, &all->words.list,
			     all->words.list.len + now->words.list.len);
	for (size_t i = 0; i < now->words.list.len; i++) {
		struct text_insertion word = now->words.list.at[i];

		word.text = planner_keep_text(p, &p->expected, str_from(word.text)).p;
		list_add(p->memory->expected, &all->words.list, word);
	}
	for (size_t i = 0; i < now->moves.len; i++)
		list_add(p->drafts, &all->moves, now->moves.at[i]);
	p->now = (struct changes){ .edits = { .list = { NULL, 0, 0 } } };
}

enum status planner_finish(struct planner *p)
{
	struct plan *plan = p->plan;
	struct changes *now = &p->now;
	const struct edits planned = now->edits, *steps = &now->steps;

	now->edits = (struct edits){ .list = { NULL, 0, 0 } };
	list_reserve(p->memory->arena, &now->edits.list,
		     (size_t)planned.list.len + steps->list.len + now->words.list.len);
	for (size_t i = 0; i < planned.list.len; i++)
		list_add(p->memory->arena, &now->edits.list, planned.list.at[i]);
	for (size_t i = 0; i < steps->list.len; i++)
		list_add(p->memory->arena, &now->edits.list, steps->list.at[i]);
	text_insertions_plan(&now->words, p->memory, &now->edits, &now->expectations);
	mend_move_edits(p);
	plan->edits = p->now.edits;
	plan->expectations = p->now.expectations;
	arena_release(p->drafts); /* sorting takes memory too */
	if (edits_sort(&plan->edits, p->tree->source->bytes.len))
		return STATUS_OK;
	diagnostic_file(p->diagnostics, SEVERITY_ERROR, "left as it is: two edits overlap");
	return STATUS_INVALID;
}
