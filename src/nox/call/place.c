/* SPDX-License-Identifier: MIT */
/* Compares and copies places. */
#include "config.h"

#include "nox/call/place.h"

static bool folder_eq(const struct folder *a, const struct folder *b)
{
	return a->known == b->known && str_eq(a->path, b->path);
}

static bool checkout_eq(const struct checkout *a, const struct checkout *b)
{
	return a->own == b->own && str_eq(a->folder, b->folder) && str_eq(a->inner, b->inner);
}

static bool place_eq(const struct call_place *a, const struct call_place *b)
{
	return str_eq(a->interpreter, b->interpreter) && str_eq(a->backend, b->backend) &&
	       a->backend_said == b->backend_said && a->envdir_said == b->envdir_said &&
	       a->made == b->made && a->container == b->container &&
	       str_eq(a->noxfile, b->noxfile) && folder_eq(&a->envdir, &b->envdir) &&
	       checkout_eq(&a->checkout, &b->checkout);
}

const struct call_place *call_place_keep(struct arena *arena, const struct call_place *before,
					 const struct call_place *place)
{
	struct call_place *kept;

	if (before && place_eq(before, place))
		return before;
	kept = arena_new(arena, struct call_place);
	*kept = *place;
	kept->interpreter = arena_copy(arena, place->interpreter);
	kept->backend = arena_copy(arena, place->backend);
	kept->noxfile = arena_copy(arena, place->noxfile);
	kept->checkout.folder = arena_copy(arena, place->checkout.folder);
	kept->checkout.inner = arena_copy(arena, place->checkout.inner);
	kept->envdir.path = arena_copy(arena, place->envdir.path);
	return kept;
}
