/* SPDX-License-Identifier: MIT */
/* Tests which jobs have a workspace at a fixed path. */
#include "config.h"

#include "workflow/hosted.h"

#include "loaded.h"

static const struct {
	const char *label;
	bool hosted;
} labels[] = {
	{ "ubuntu-latest", true },	{ "Ubuntu-Latest", true },     { "ubuntu-24.04", true },
	{ "ubuntu-24.04-arm", true },	{ "windows-2022", true },      { "windows-11-arm", true },
	{ "macos-14", true },		{ "macos-15-xlarge", true },   { "macos-latest", true },
	{ "ubuntu-latest-4-cores", false }, { "ubuntu-2404", false },  { "self-hosted", false },
	{ "docker", false },		{ "", false },		       { "macos-", false },
	{ "ubuntu-aa.bb", false },
};

START_TEST(test_labels)
{
	ck_assert_int_eq(label_is_hosted(str_from(labels[_i].label)), labels[_i].hosted);
}
END_TEST

#define MATRIX "strategy: {matrix: {os: [ubuntu-latest, windows-2022], own: [ubuntu-latest, mine], " \
	       "short: [ubuntu, macos], in: [{OS: macos-14}], include: [{extra: ubuntu-24.04}, {own: x}]}}"

static const struct {
	const char *job;
	enum platform platform;
	bool fixed;
} jobs[] = {
	{ "runs-on: ubuntu-latest", PLATFORM_GITHUB, true },
	{ "runs-on: [ubuntu-latest]", PLATFORM_GITHUB, true },
	{ "runs-on: ubuntu-latest", PLATFORM_FORGEJO, false },
	{ "runs-on: docker", PLATFORM_FORGEJO, false },
	{ "runs-on: [self-hosted, linux]", PLATFORM_GITHUB, false },
	{ "runs-on: {group: g, labels: ubuntu-latest}", PLATFORM_GITHUB, false },
	{ "runs-on: own-label", PLATFORM_GITHUB, false },
	{ "runs-on: x, container: python:3.12", PLATFORM_FORGEJO, true },
	{ "runs-on: x, container: {image: python:3.12}", PLATFORM_GITHUB, true },
	{ "runs-on: x, container: {image: '${{ matrix.image }}'}", PLATFORM_GITHUB, false },
	{ "runs-on: '${{ matrix.os }}', " MATRIX, PLATFORM_GITHUB, true },
	{ "runs-on: '${{ MATRIX.Os }}', " MATRIX, PLATFORM_GITHUB, true },
	{ "runs-on: '${{ matrix.own }}', " MATRIX, PLATFORM_GITHUB, false },
	{ "runs-on: '${{ matrix.short }}-latest', " MATRIX, PLATFORM_GITHUB, true },
	{ "runs-on: '${{ matrix.in.os }}', " MATRIX, PLATFORM_GITHUB, true },
	{ "runs-on: '${{ matrix.extra }}', " MATRIX, PLATFORM_GITHUB, true },
	{ "runs-on: '${{ matrix.none }}', " MATRIX, PLATFORM_GITHUB, false },
	{ "runs-on: \"${{ matrix.os || 'x' }}\", " MATRIX, PLATFORM_GITHUB, false },
	{ "runs-on: '${{ matrix.os }}', strategy: {matrix: '${{ fromJSON(needs.a.outputs.m) }}'}", PLATFORM_GITHUB, false },
	{ "runs-on: '${{ inputs.os }}'", PLATFORM_GITHUB, false },
};

START_TEST(test_jobs)
{
	LOADED_AUTO struct loaded l = { 0 };

	load_workflow(&l, arena_printf(&l.arena, "jobs: {a: {%s, steps: [{run: nox}]}}\n", jobs[_i].job).p);
	ck_assert_int_eq(workspace_is_fixed(&l.arena, &l.workflow, &l.workflow.jobs.at[0], jobs[_i].platform),
			 jobs[_i].fixed);
}
END_TEST

/* A composite action runs wherever its caller does. */
START_TEST(test_action)
{
	LOADED_AUTO struct loaded l = { 0 };

	load_workflow(&l, "runs: {using: composite, steps: [{run: nox, shell: bash}]}\n");
	ck_assert(!workspace_is_fixed(&l.arena, &l.workflow, &l.workflow.jobs.at[0], PLATFORM_GITHUB));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("hosted");

	ADD_TABLE(tcase, test_labels, labels);
	ADD_TABLE(tcase, test_jobs, jobs);
	tcase_add_test(tcase, test_action);
	return run_tests("hosted", tcase);
}
