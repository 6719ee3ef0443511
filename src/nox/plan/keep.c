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

		edit.text = planner_keep_text(p, &p->written, edit.text);
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
static void keep_shapes(struct planner *p, struct shapes *all, const struct shapes *now)
{
	size_t count = now->list.len;
	struct shapes *last = &p->last[count % PLANNER_SHAPES];

	*all = *now;
	if (!has_scratch(p) || count == 0)
		return;
	if (shapes_eq(now, last)) {
		*all = *last;
		return;
	}
	all->list.at = arena_take(p->memory->expected, count, sizeof(*all->list.at));
	all->list.cap = count;
	for (size_t i = 0; i < count; i++)
		all->list.at[i] =
			shape_of(now->list.at[i].kind,
				 planner_keep_text(p, &p->expected, shape_text(&now->list.at[i])));
	*last = *all;
}

static void keep_expectations(struct planner *p, struct expectations *all,
			      const struct expectations *now)
{
	for (size_t i = 0; i < now->list.len; i++) {
		struct expectation new = now->list.at[i];

		if (new.kind == EXPECT_TEXT)
			new.text = planner_keep_text(p, &p->expected, new.text);
		else if (new.kind != EXPECT_MOVE)
			keep_shapes(p, &new.shapes, &now->list.at[i].shapes);
		list_add(p->drafts, &all->list, new);
	}
}

void planner_keep_changes(struct planner *p)
{
	const struct changes *now = &p->now;
	struct changes *all = &p->all;

	keep_edits(p, &all->edits, &now->edits);
	keep_edits(p, &all->steps, &now->steps);
	keep_expectations(p, &all->expectations, &now->expectations);
	if (now->words.list.len > all->words.list.cap)
		list_reserve(p->drafts, &all->words.list,
			     all->words.list.len + now->words.list.len);
	for (size_t i = 0; i < now->words.list.len; i++) {
		struct script_insertion word = now->words.list.at[i];

		word.text = planner_keep_text(p, &p->written, word.text);
		list_add(p->drafts, &all->words.list, word);
	}
	for (size_t i = 0; i < now->moves.len; i++)
		list_add(p->drafts, &all->moves, now->moves.at[i]);
	p->now = (struct changes){ .edits = { .list = { NULL, 0, 0 } } };
}

enum status planner_finish(struct planner *p)
{
	struct plan *plan = p->plan;
	const struct edits planned = p->now.edits, *steps = &p->now.steps;
	const struct expectations *expectations = &p->now.expectations;

	p->now.edits = (struct edits){ .list = { NULL, 0, 0 } };
	list_reserve(p->memory->arena, &p->now.edits.list, planned.list.len + steps->list.len);
	for (size_t i = 0; i < planned.list.len; i++)
		list_add(p->memory->arena, &p->now.edits.list, planned.list.at[i]);
	for (size_t i = 0; i < steps->list.len; i++)
		list_add(p->memory->arena, &p->now.edits.list, steps->list.at[i]);
	mend_move_edits(p);
	plan->edits = p->now.edits;
	list_reserve(p->memory->expected, &plan->expectations.list, expectations->list.len);
	for (size_t i = 0; i < expectations->list.len; i++)
		list_add(p->memory->expected, &plan->expectations.list, expectations->list.at[i]);
	if (edits_sort(&plan->edits, p->tree->source->bytes.len))
		return STATUS_OK;
	diagnostic_file(p->diagnostics, SEVERITY_ERROR, "left as it is: two edits overlap");
	return STATUS_INVALID;
}
