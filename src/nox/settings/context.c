/* SPDX-License-Identifier: MIT */
/* Lists of names and patterns. */
#include "config.h"

#include "nox/settings/context.h"

bool strs_contain(const struct strs *strs, struct str text)
{
	for (size_t i = 0; i < strs->list.len; i++)
		if (str_eq(strs->list.at[i], text))
			return true;
	return false;
}
