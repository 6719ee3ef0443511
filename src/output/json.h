/* SPDX-License-Identifier: MIT */
/* Writes JSON piece by piece. The output is always well-formed, and safe on a terminal and in the
 * log of a CI runner: each text is in quotes, so that none starts a line. */
#ifndef OUTPUT_JSON_H
#define OUTPUT_JSON_H

#include "base/buf.h"

enum { JSON_DEPTH_MAX = 32 };

/* A document that is being written. Zero-initialise all but out, or use JSON_TO. Values are written
 * in order; within an object each is preceded by its key. */
struct json {
	struct buf *out;	     /* the caller's */
	size_t depth;		     /* open objects and arrays */
	char close[JSON_DEPTH_MAX];  /* '}' or ']' for each of them */
	bool filled[JSON_DEPTH_MAX]; /* has a member */
	bool keyed;		     /* a key was written and its value is missing */
	bool misused;		     /* the calls do not form a document; reported by json_finish */
};

#define JSON_TO(buf) ((struct json){ .out = (buf) })

void json_object(struct json *json);
void json_array(struct json *json);
/* Closes the innermost object or array. */
void json_end(struct json *json);
void json_key(struct json *json, const char *key);
/* Takes any bytes: invalid UTF-8 becomes U+FFFD. What escape_text() escapes is written as \u
 * escapes, including the "#" of a runner's command. */
void json_text(struct json *json, struct str text);
void json_number(struct json *json, size_t number);
void json_bool(struct json *json, bool value);
void json_null(struct json *json);
/* A key and its value. */
void json_member_text(struct json *json, const char *key, struct str text);
void json_member_number(struct json *json, const char *key, size_t number);

/* Ends the document with a newline. Returns false if the calls do not form a document (an open
 * object, a value without a key, more than JSON_DEPTH_MAX levels). */
bool json_finish(struct json *json);

#endif
