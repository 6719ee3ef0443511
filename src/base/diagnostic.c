/* SPDX-License-Identifier: MIT */
/* Collects diagnostics. */
#include "config.h"

#include "base/diagnostic.h"

#include <stdio.h>
#include <string.h>

static const char ellipsis[] = "\xe2\x80\xa6";

/* Each job, or each call in a script, may get the same message. */
static struct str keep_message(struct diagnostics *d, struct str message)
{
	enum { COUNT = sizeof(d->recent) / sizeof(d->recent[0]) };
	struct str *new = &d->recent[d->oldest];

	for (size_t i = 0; i < COUNT; i++)
		if (d->recent[i].p && str_eq(d->recent[i], message))
			return d->recent[i];
	*new = arena_copy(d->arena, message);
	d->oldest = (d->oldest + 1) % COUNT;
	return *new;
}

void diagnostic_add_v(struct diagnostics *d, struct diagnostic entry, const char *format,
		      va_list arguments)
{
	char text[DIAGNOSTIC_MAX + sizeof(ellipsis)];
	int length = vsnprintf(text, sizeof(text), format, arguments);
	struct str message = { text, length < 0 ? 0 : (size_t)length };

	if (message.len > DIAGNOSTIC_MAX) {
		message.len = sizeof(text) - 1;
		message = str_cut(message, DIAGNOSTIC_MAX);
		memcpy(text + message.len, ellipsis, sizeof(ellipsis));
		message.len += sizeof(ellipsis) - 1;
	}
	message = keep_message(d, message);
	entry.message = message.p;
	entry.message_len = message.len & UINT16_MAX;
	list_add(d->arena, &d->list, entry);
}

void diagnostic_file(struct diagnostics *d, enum severity severity, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	diagnostic_add_v(d, (struct diagnostic){ .severity = severity }, format, arguments);
	va_end(arguments);
}

void diagnostic_at(struct diagnostics *d, enum severity severity, struct range range,
		   const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	diagnostic_add_v(d,
			 (struct diagnostic){ .severity = severity,
					      .bytes = short_range_of(range),
					      .has_range = true },
			 format, arguments);
	va_end(arguments);
}

const char *severity_name(enum severity severity)
{
	static const char *const names[] = { "note", "warning", "error" };

	return names[severity];
}
