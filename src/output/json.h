/* SPDX-License-Identifier: MIT */
/* JSON, written piece by piece: what comes out is always well-formed, and safe on a terminal and in
 * the log of a CI runner. Each text is in quotes, so that none begins a line. */
#ifndef OUTPUT_JSON_H
#define OUTPUT_JSON_H

#include "base/buf.h"

enum { JSON_DEPTH_MAX = 32 };

/* A document in the making: zero-initialise but for out, or use JSON_TO. Values follow in the order
 * of the document; within an object each is preceded by its key. */
struct json {
	struct buf *out;              /* the caller's */
	size_t depth;                 /* open objects and arrays */
	char close[JSON_DEPTH_MAX];   /* '}' or ']' for each of them */
	bool filled[JSON_DEPTH_MAX];  /* has a member already */
	bool keyed;                   /* a key has been written whose value is due */
	bool misused;                 /* calls that make no document; asked by json_finish */
};

#define JSON_TO(buf) ((struct json){ .out = (buf) })

void json_object(struct json *json);
void json_array(struct json *json);
/* Closes what was opened last. */
void json_end(struct json *json);
void json_key(struct json *json, const char *key);
/* Any bytes: those that are no UTF-8 become U+FFFD. What escape_text() escapes is written as \u
 * escapes, also the "#" by which a runner would read a command. */
void json_text(struct json *json, struct str text);
void json_number(struct json *json, size_t number);
void json_bool(struct json *json, bool value);
void json_null(struct json *json);

/* Ends the document with a newline. False when the calls made no document (an object left open, a
 * value without key, more than JSON_DEPTH_MAX levels). */
bool json_finish(struct json *json);

#endif
