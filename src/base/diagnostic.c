/* SPDX-License-Identifier: MIT */
/* The list of what is to be told. A message that finds no memory marks the arena as failed. */
#include "config.h"

#include "base/diagnostic.h"

#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>

static void __attribute__((format(printf, 3, 0)))
add(struct diagnostics *d, struct diagnostic entry, const char *format, va_list arguments)
{
	char small[1024];
	int length = vsnprintf(small, sizeof(small), format, arguments);

	if (length < 0)
		length = 0;
	if ((size_t)length >= sizeof(small))
		length = sizeof(small) - 1;
	entry.message = arena_copy(d->arena, (struct str){ small, (size_t)length });
	(void)list_add(d->arena, &d->list, entry); /* failure stays in arena->failed */
}

void diagnostic_file(struct diagnostics *d, enum severity severity, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add(d, (struct diagnostic){ .severity = severity }, format, arguments);
	va_end(arguments);
}

void diagnostic_at(struct diagnostics *d, enum severity severity, struct range range,
		   const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add(d, (struct diagnostic){ .severity = severity, .range = range, .placed = true }, format,
	    arguments);
	va_end(arguments);
}

void diagnostic_finding(struct diagnostics *d, enum severity severity, const char *rule,
			struct str job, struct range range, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add(d,
	    (struct diagnostic){
		    .severity = severity, .rule = rule, .job = job, .range = range, .placed = true },
	    format, arguments);
	va_end(arguments);
}

const char *severity_name(enum severity severity)
{
	static const char *const names[] = { "note", "warning", "error" };

	return names[severity];
}
