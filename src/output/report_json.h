/* SPDX-License-Identifier: MIT */
/* What --format=json prints, for --check and --list alike. */
#ifndef OUTPUT_REPORT_JSON_H
#define OUTPUT_REPORT_JSON_H

#include "nox/rewrite.h"
#include "output/json.h"

void report_json_begin(struct json *json);
void report_json_add(struct json *json, const struct rewrite *file);
bool report_json_end(struct json *json);

#endif
