/* SPDX-License-Identifier: MIT */
/* The table of rules. A new rule is an entry here and a member of enum rule_id; the sections of the
 * manual are generated from it (make update-manual). */
#include "config.h"

#include "nox/rules/rules.h"

#include "base/distance.h"

static const struct rule rules[RULE_COUNT] = {
	[RULE_MISSING_CACHE] = {
		"missing-cache", SEVERITY_WARNING,
		"Nox runs without a cache of its environments.",
		"Every run creates the environments in `.nox` and installs all packages again, "
		"though they change only when a dependency file does.\n\n"
		"As a note: Nox runs in an action or workflow that gets no cache here; the message "
		"says why.",
		"Run `nox-cache-inject --in-place`, which adds the step.",
		"- run: nox -s lint",
		"- name: Cache Nox environments\n"
		"  uses: actions/cache@v6\n"
		"  with:\n"
		"    path: .nox\n"
		"    key: lint-${{ steps.python.outputs.python-version }}-${{\n"
		"      hashFiles('noxfile.py', 'uv.lock') }}\n"
		"- run: nox -r -s lint",
	},
	[RULE_CACHE_NOT_REUSED] = {
		"cache-not-reused", SEVERITY_WARNING,
		"Nox rebuilds the environments that a cache restores.",
		"Nox deletes an existing environment and creates it again unless reuse is enabled: "
		"by `-r`, `--reuse-venv=yes`, `nox.options.reuse_venv` or "
		"`reuse_venv=True` of a session. Without that, restoring and saving the cache costs "
		"time and saves none. A noxfile that sets `reuse_venv` to `False` or `\"never\"` "
		"overrides `-r`.",
		"Write `nox -r`, or let the noxfile reuse environments.",
		"- run: nox -s tests",
		"- run: nox -r -s tests",
	},
	[RULE_REUSE_UNSAFE] = {
		"reuse-unsafe", SEVERITY_WARNING,
		"With reuse, a session could test old code.",
		"The session installs a copy of the project with uv, or something that changes "
		"while its version stays: a branch, an archive of one, a wheel of the project, a "
		"nightly build. An installer keeps an installed version, so a reused environment "
		"contains the old code, and the tests pass or fail for that. Such a session gets no "
		"cache.\n\n"
		"As a note: the text of the noxfile does not show whether this is so.",
		"Install the project editable (`-e .`), pin the source, or reinstall it each time.",
		"session.install(\".\")  # backend: uv",
		"session.install(\"-e\", \".\")",
	},
	[RULE_CACHE_AFTER_NOX] = {
		"cache-after-nox", SEVERITY_ERROR,
		"The cache is restored after Nox has run.",
		"Steps run in order. A cache step after the step that runs Nox restores "
		"environments that are no longer used.",
		"Move the cache step above the step that runs Nox.",
		"- run: nox -r\n"
		"- uses: actions/cache@v6\n"
		"  with: {path: .nox, key: ...}",
		"- uses: actions/cache@v6\n"
		"  with: {path: .nox, key: ...}\n"
		"- run: nox -r",
	},
	[RULE_CACHE_WRONG_PATH] = {
		"cache-wrong-path", SEVERITY_ERROR,
		"The cached folder is not where Nox keeps its environments.",
		"Nox keeps its environments in `.nox` beside the noxfile, or in the folder that "
		"`--envdir`, `NOXDIR` or `nox.options.envdir` names. The paths of actions/cache are "
		"relative to the workspace, not to a step's `working-directory`. A path that "
		"does not exist is not an error: nothing is saved.",
		"Cache the folder that the job's Nox uses.",
		"- uses: actions/cache@v6\n"
		"  with: {path: .nox, key: ...}\n"
		"- run: nox -r\n"
		"  working-directory: backend",
		"- uses: actions/cache@v6\n"
		"  with: {path: backend/.nox, key: ...}\n"
		"- run: nox -r\n"
		"  working-directory: backend",
	},
	[RULE_CACHE_OUT_OF_DATE] = {
		"cache-out-of-date", SEVERITY_WARNING,
		"A cache step of this program no longer covers all that its environments depend on.",
		"Since the step was written, a dependency file, a member of the matrix or a job was "
		"added, removed or renamed.",
		"Run `nox-cache-inject --in-place`, which updates the step.",
		"key: ...-${{ hashFiles('noxfile.py') }}",
		"key: ...-${{ hashFiles('noxfile.py', 'uv.lock') }}",
	},
	[RULE_KEY_WITHOUT_PYTHON] = {
		"key-without-python", SEVERITY_WARNING,
		"The key does not name the Python version.",
		"An environment works with the interpreter that created it. A runner's Python "
		"changes with its image and with the `python-version` of the workflow; an "
		"environment of another Python is broken, or is rebuilt under a key that is never "
		"saved again.",
		"Put the `python-version` output of actions/setup-python into the key.",
		"key: nox-${{ hashFiles('uv.lock') }}",
		"key: nox-${{ steps.python.outputs.python-version }}-${{\n"
		"  hashFiles('uv.lock') }}",
	},
	[RULE_KEY_WITHOUT_HASH] = {
		"key-without-hash", SEVERITY_WARNING,
		"The key contains no hash of dependency files.",
		"A cache is never overwritten: while its key is found, packages that the run "
		"installs are not saved. A key that does not change with the dependencies keeps the "
		"first environments until the cache is deleted.",
		"Add `hashFiles()` with the noxfile and the files that it installs from to the key.",
		"key: nox-${{ matrix.python }}",
		"key: nox-${{ matrix.python }}-${{\n"
		"  hashFiles('noxfile.py', 'requirements.txt') }}",
	},
	[RULE_KEY_NEVER_CHANGES] = {
		"key-never-changes", SEVERITY_ERROR,
		"`hashFiles()` matches no file.",
		"If no file matches, `hashFiles()` is empty: the key never changes, and the first "
		"cache is kept until it is deleted. Patterns are relative to the workspace, not to "
		"`working-directory`.",
		"Name files that exist; `nox-cache-inject --list -v` shows the hash.",
		"key: nox-${{ hashFiles('requirements.lock') }}  # no such file",
		"key: nox-${{ hashFiles('uv.lock') }}",
	},
	[RULE_KEY_SHARED_BY_JOBS] = {
		"key-shared-by-jobs", SEVERITY_WARNING,
		"Several jobs, or calls with different inputs, share one key.",
		"A key is saved once. The first job to finish saves its environments under it; the "
		"others find the key taken, save nothing, and restore environments of sessions "
		"that they do not run.\n\nKeys are compared as runs will see them, over all workflows of "
		"the repository: `github.job` is the job's name, `runner.os` the runner's system, "
		"a member of the matrix its value. Jobs that do the same with Nox may share one, "
		"and so may a job that only restores what another saves.",
		"Put `github.job`, and each input that differs, into the key.",
		"key: nox-${{ hashFiles('uv.lock') }}  # in two jobs",
		"key: nox-${{ github.job }}-${{ hashFiles('uv.lock') }}",
	},
	[RULE_KEY_SHARED_BY_MATRIX] = {
		"key-shared-by-matrix", SEVERITY_WARNING,
		"Several legs of a matrix share one key.",
		"The legs build different environments, and only the first to finish can save them "
		"under the key. The others restore what they cannot use.\n\nA member that only "
		"chooses the runner is distinguished by `runner.os`, and by `runner.arch` where the "
		"architectures differ.",
		"Put the member of the matrix that differs into the key.",
		"key: nox-${{ hashFiles('uv.lock') }}",
		"key: nox-${{ matrix.session }}-${{ hashFiles('uv.lock') }}",
	},
	[RULE_KEY_INVALID] = {
		"key-invalid", SEVERITY_ERROR,
		"actions/cache refuses the key.",
		"A key that is empty, contains a comma or is longer than 512 characters ends the "
		"step with an error.",
		"Write a key without commas, of at most 512 characters.",
		"key: nox,${{ hashFiles('uv.lock') }}",
		"key: nox-${{ hashFiles('uv.lock') }}",
	},
	[RULE_RESTORE_KEYS_MISSING] = {
		"restore-keys-missing", SEVERITY_NOTE,
		"There is no fallback to an older cache.",
		"When a dependency file changes, no cache has the new key, and all environments are "
		"rebuilt. With `restore-keys` the run starts from the newest cache of the same job "
		"and Python, and installs only the changes.",
		"Add `restore-keys` with the key up to its hash.",
		"key: nox-${{ matrix.python }}-${{ hashFiles('uv.lock') }}",
		"key: nox-${{ matrix.python }}-${{ hashFiles('uv.lock') }}\n"
		"restore-keys: nox-${{ matrix.python }}-",
	},
	[RULE_RESTORE_KEYS_TOO_WIDE] = {
		"restore-keys-too-wide", SEVERITY_WARNING,
		"The fallback also matches caches of another Python or job.",
		"`restore-keys` are prefixes: the newest cache whose key begins with one is "
		"restored. A prefix that is too short to distinguish Pythons and jobs restores "
		"environments that do not work here, or that belong to other sessions.",
		"Make each line of `restore-keys` as long as the key up to its hash.",
		"key: nox-${{ matrix.python }}-${{ hashFiles('uv.lock') }}\n"
		"restore-keys: nox-",
		"key: nox-${{ matrix.python }}-${{ hashFiles('uv.lock') }}\n"
		"restore-keys: nox-${{ matrix.python }}-",
	},
	[RULE_CACHE_IN_RELEASE_JOB] = {
		"cache-in-release-job", SEVERITY_WARNING,
		"A release job restores what other runs cached.",
		"The code in a restored environment is run. Anyone who can write that cache, by a "
		"pull request on some servers or through a workflow that strangers can start, can "
		"change what is published.",
		"Remove the cache step from the job that publishes.",
		"publish:\n"
		"  steps:\n"
		"    - uses: actions/cache@v6\n"
		"      with: {path: .nox, key: ...}\n"
		"    - run: nox -r -s build\n"
		"    - uses: pypa/gh-action-pypi-publish@release/v1",
		"publish:\n"
		"  steps:\n"
		"    - run: nox -s build\n"
		"    - uses: pypa/gh-action-pypi-publish@release/v1",
	},
	[RULE_CACHE_EXPOSED] = {
		"cache-exposed", SEVERITY_WARNING,
		"Strangers can start this workflow, and it uses a cache.",
		"A run for `pull_request_target`, `issue_comment` or `workflow_run` has the scope "
		"of the default branch. If the server lets it save caches, other runs restore what "
		"code or text of a stranger has put there.",
		"Remove the cache step, or restore only (actions/cache/restore).",
		"on: pull_request_target",
		"on: pull_request",
	},
};

const struct rule *rule_of(enum rule_id id)
{
	return &rules[id];
}

size_t rule_index(const struct rule *rule)
{
	return (size_t)(rule - rules);
}

const struct rule *rule_named(struct str name)
{
	for (size_t i = 0; i < RULE_COUNT; i++)
		if (str_is(name, rules[i].name))
			return &rules[i];
	return NULL;
}

const struct rule *rule_near(struct str name)
{
	const struct rule *near = &rules[0];

	for (size_t i = 1; i < RULE_COUNT; i++)
		if (distance(str_from(rules[i].name), name) < distance(str_from(near->name), name))
			near = &rules[i];
	return is_near(str_from(near->name), name) ? near : NULL;
}

void finding_add_v(struct diagnostics *d, struct finding finding, const char *format,
		   va_list arguments)
{
	const struct rule *rule = rule_of(finding.rule);
	enum severity severity = finding.note ? SEVERITY_NOTE : rule->severity;

	if (severity < d->least || (finding.fixable && d->unfixed_only))
		return;
	diagnostic_add_v(
		d,
		(struct diagnostic){ .severity = severity,
				     .rule = rule,
				     .bytes = short_range_of(finding.range),
				     .has_range = true,
				     .job = finding.job.p,
				     .job_len = (uint32_t)finding.job.len,
				     .fixable = finding.fixable,
				     .remedy = finding.remedy ? finding.remedy : rule->remedy },
		format, arguments);
}

void finding_add(struct diagnostics *d, struct finding finding, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	finding_add_v(d, finding, format, arguments);
	va_end(arguments);
}
