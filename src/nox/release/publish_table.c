/* SPDX-License-Identifier: MIT */
/* An entry names something that makes a product public: a package index, a release, an image
 * registry, a web site. Posting a comment, a coverage report or a pull request does not count. */
#include "config.h"

#include "nox/release/publish_table.h"

#include "base/ascii.h"
#include "base/path.h"
#include "nox/call/glance.h"
#include "workflow/uses.h"

/* Source of each entry: the action's own action.yml and README at the address that it names. */
static const struct publishing_action {
	const char *name;   /* owner/name[/path] */
	const char *input;  /* NULL, or the input that decides: */
	const char *values; /* patterns separated by "|"; NULL: anything but "false" */
	bool by_default;    /* also without that input */
} actions[] = {
	/* Indexes of packages */
	{ "pypa/gh-action-pypi-publish", NULL, NULL, false },
	{ "JRubics/poetry-publish", NULL, NULL, false },
	{ "etils-actions/pypi-auto-publish", NULL, NULL, false },
	{ "lsst-sqre/build-and-publish-to-pypi", NULL, NULL, false },
	{ "scientific-python/upload-nightly-action", NULL, NULL, false },
	{ "PyO3/maturin-action", "command", "upload|publish", false },
	{ "messense/maturin-action", "command", "upload|publish", false },
	{ "JS-DevTools/npm-publish", NULL, NULL, false },
	{ "rubygems/release-gem", NULL, NULL, false },
	{ "artis3n/ansible_galaxy_collection", NULL, NULL, false },
	{ "snapcore/action-publish", NULL, NULL, false },
	{ "jreleaser/release-action", NULL, NULL, false },
	/* Releases and tags */
	{ "softprops/action-gh-release", NULL, NULL, false },
	{ "actions/create-release", NULL, NULL, false },
	{ "actions/upload-release-asset", NULL, NULL, false },
	{ "ncipollo/release-action", NULL, NULL, false },
	{ "svenstaro/upload-release-action", NULL, NULL, false },
	{ "marvinpinto/action-automatic-releases", NULL, NULL, false },
	{ "elgohr/Github-Release-Action", NULL, NULL, false },
	{ "seriaati/create-release", NULL, NULL, false },
	{ "release-drafter/release-drafter", NULL, NULL, false },
	{ "goreleaser/goreleaser-action", NULL, NULL, false },
	{ "googleapis/release-please-action", NULL, NULL, false },
	{ "google-github-actions/release-please-action", NULL, NULL, false },
	{ "GoogleCloudPlatform/release-please-action", NULL, NULL, false },
	{ "python-semantic-release/python-semantic-release", NULL, NULL, false },
	{ "python-semantic-release/publish-action", NULL, NULL, false },
	{ "python-semantic-release/upload-to-gh-release", NULL, NULL, false },
	{ "relekang/python-semantic-release", NULL, NULL, false },
	{ "autopub/autopub-action", NULL, NULL, false },
	{ "commitizen-tools/commitizen-action", NULL, NULL, false },
	{ "mathieudutour/github-tag-action", NULL, NULL, false },
	{ "anothrNick/github-tag-action", NULL, NULL, false },
	{ "ad-m/github-push-action", "tags", NULL, false },
	{ "stefanzweifel/git-auto-commit-action", "tagging_message", NULL, false },
	{ "EndBug/add-and-commit", "tag", NULL, false },
	{ "actions/forgejo-release", NULL, NULL, false }, /* Forgejo */
	{ "actions/release-action", NULL, NULL, false },  /* Gitea */
	{ "akkuman/gitea-release-action", NULL, NULL, false },
	/* Registries of images */
	{ "docker/build-push-action", "push", NULL, false },
	{ "docker/build-push-action", "outputs", "*type=registry*|*push=true*", false },
	{ "docker/bake-action", "push", NULL, false },
	{ "depot/build-push-action", "push", NULL, false },
	{ "redhat-actions/push-to-registry", NULL, NULL, false },
	/* Web sites */
	{ "actions/deploy-pages", NULL, NULL, false },
	{ "peaceiris/actions-gh-pages", NULL, NULL, false },
	{ "JamesIves/github-pages-deploy-action", NULL, NULL, false },
	{ "crazy-max/ghaction-github-pages", NULL, NULL, false },
	{ "sphinx-notes/pages", "publish", NULL, true },
	{ "lsst-sqre/ltd-upload", NULL, NULL, false },
	{ "nwtgck/actions-netlify", NULL, NULL, false },
	{ "netlify/actions/cli", NULL, NULL, false },
	{ "cloudflare/wrangler-action", NULL, NULL, false },
	{ "cloudflare/pages-action", NULL, NULL, false },
	{ "amondnet/vercel-action", NULL, NULL, false },
	{ "FirebaseExtended/action-hosting-deploy", NULL, NULL, false },
	{ "Azure/static-web-apps-deploy", NULL, NULL, false },
	{ "jakejarvis/s3-sync-action", NULL, NULL, false },
	{ "easingthemes/ssh-deploy", NULL, NULL, false },
	{ "burnett01/rsync-deployments", NULL, NULL, false },
	{ "appleboy/scp-action", NULL, NULL, false },
	{ "SamKirkland/FTP-Deploy-Action", NULL, NULL, false },
	/* Services */
	{ "aws-actions/amazon-ecs-deploy-task-definition", NULL, NULL, false },
	{ "aws-actions/aws-cloudformation-github-deploy", NULL, NULL, false },
	{ "Azure/aci-deploy", NULL, NULL, false },
	{ "Azure/container-apps-deploy-action", NULL, NULL, false },
	{ "Azure/functions-action", NULL, NULL, false },
	{ "Azure/webapps-deploy", NULL, NULL, false },
	{ "Azure/sql-action", NULL, NULL, false },
	{ "Azure/k8s-deploy", NULL, NULL, false },
	{ "google-github-actions/deploy-appengine", NULL, NULL, false },
	{ "google-github-actions/deploy-cloudrun", NULL, NULL, false },
	{ "google-github-actions/deploy-cloud-functions", NULL, NULL, false },
};

/* Its subject becomes part of a release: slsa.dev, "Generation of SLSA3+ provenance". */
#define SLSA_GENERATOR "slsa-framework/slsa-github-generator"

/* Source of each entry: the comment after it. */
/* clang-format off: a row a line */
static const struct publishing_command {
	const char *program; /* the command or Python module that wrappers run */
	const char *words;   /* consecutive operands, or NULL */
	const char *option;  /* one that must be given, or NULL */
	const char *last;    /* patterns of the last operand separated by "|", or NULL */
} commands[] = {
	{ "twine", "upload", NULL, NULL },    /* twine.readthedocs.io */
	{ "uv", "publish", NULL, NULL },      /* docs.astral.sh/uv/guides/package */
	{ "poetry", "publish", NULL, NULL },  /* python-poetry.org/docs/cli/#publish */
	{ "flit", "publish", NULL, NULL },    /* flit.pypa.io, "Commands" */
	{ "hatch", "publish", NULL, NULL },   /* hatch.pypa.io, "Publishing" */
	{ "pdm", "publish", NULL, NULL },     /* pdm-project.org, "Build and publish" */
	{ "rye", "publish", NULL, NULL },     /* rye.astral.sh, "Commands" */
	{ "maturin", "publish", NULL, NULL }, /* maturin.rs/distribution */
	{ "maturin", "upload", NULL, NULL },
	{ "anaconda", "upload", NULL, NULL },  /* docs.anaconda.com, "anaconda-client" */
	{ "npm", "publish", NULL, NULL },      /* npm's manual, "npm publish" */
	{ "pnpm", "publish", NULL, NULL },     /* pnpm.io/cli/publish */
	{ "yarn", "publish", NULL, NULL },     /* classic.yarnpkg.com/docs/cli/publish */
	{ "yarn", "npm publish", NULL, NULL }, /* yarnpkg.com/cli/npm/publish */
	{ "cargo", "publish", NULL, NULL },    /* The Cargo Book, "cargo publish" */
	{ "gem", "push", NULL, NULL },	       /* RubyGems Guides, "Publishing" */
	{ "ansible-galaxy", "publish", NULL,
	  NULL },				/* docs.ansible.com, "Distributing collections" */
	{ "snapcraft", "upload", NULL, NULL },	/* documentation.ubuntu.com/snapcraft */
	{ "helm", "push", NULL, NULL },		/* helm.sh/docs/helm/helm_push */
	{ "gh", "release create", NULL, NULL }, /* cli.github.com/manual */
	{ "gh", "release upload", NULL, NULL },
	{ "gh", "release edit", NULL, NULL },
	{ "glab", "release create", NULL, NULL }, /* docs.gitlab.com/cli */
	{ "tea", "release create", NULL, NULL },  /* gitea.com/gitea/tea */
	{ "tea", "releases create", NULL, NULL },
	{ "fj", "release create", NULL, NULL },	  /* codeberg.org/forgejo-contrib/forgejo-cli */
	{ "goreleaser", "release", NULL, NULL },  /* goreleaser.com/cmd */
	{ "semantic-release", NULL, NULL, NULL }, /* python-semantic-release.readthedocs.io */
	{ "autopub", "publish", NULL, NULL },	  /* autopub.rocks */
	{ "git", "push", "--tags", NULL },	  /* git-scm.com/docs/git-push */
	{ "git", "push", "--follow-tags", NULL },
	{ "git", "push", "--mirror", NULL },
	{ "git", "push", NULL, "*gh-pages*" },
	{ "git", "push", NULL, "*refs/tags/*" },
	{ "git", "push", NULL, "*tag|*tag}*|*tag }*|*tag_*|*TAG|*TAG}*|*TAG }*|*TAG_*" },
	{ "git", "push", NULL, "*VERSION|*VERSION}*|*VERSION }*|v$*" },
	{ "docker", "push", NULL, NULL }, /* docs.docker.com/reference/cli/docker */
	{ "docker", "build", "--push", NULL },
	{ "docker", "bake", "--push", NULL },
	{ "podman", "push", NULL, NULL },	  /* docs.podman.io */
	{ "buildah", "push", NULL, NULL },	  /* buildah.io */
	{ "skopeo", "copy", NULL, "docker://*" }, /* github.com/containers/skopeo */
	{ "crane", "push", NULL, NULL },	  /* github.com/google/go-containerregistry */
	{ "mkdocs", "gh-deploy", NULL, NULL },	  /* mkdocs.org, "Deploying your docs" */
	{ "mike", "deploy", NULL, NULL },	  /* github.com/jimporter/mike */
	{ "ghp-import", NULL, NULL, NULL },	  /* github.com/c-w/ghp-import */
	{ "gh-pages", NULL, NULL, NULL },	  /* github.com/tschaub/gh-pages */
	{ "netlify", "deploy", NULL, NULL },	  /* docs.netlify.com/cli */
	{ "netlify-cli", "deploy", NULL, NULL },
	{ "vercel", "deploy", NULL, NULL }, /* vercel.com/docs/cli/deploy */
	{ "vercel", NULL, "--prod", NULL },
	{ "firebase", "deploy", NULL, NULL }, /* firebase.google.com/docs/cli */
	{ "wrangler", "deploy", NULL, NULL }, /* developers.cloudflare.com/workers/wrangler */
	{ "wrangler", "publish", NULL, NULL },
	{ "flyctl", "deploy", NULL, NULL },   /* fly.io/docs/flyctl/deploy */
	{ "aws", "s3 sync", NULL, "s3://*" }, /* docs.aws.amazon.com/cli */
	{ "aws", "s3 cp", NULL, "s3://*" },
	{ "gsutil", "cp", NULL, "gs://*" }, /* docs.cloud.google.com/storage */
	{ "gsutil", "rsync", NULL, "gs://*" },
	{ "gcloud", "deploy", NULL, NULL },
	{ "rsync", NULL, NULL, "*@*:*" }, /* download.samba.org/pub/rsync/rsync.1 */
	{ "scp", NULL, NULL, "*@*:*" },	  /* man.openbsd.org/scp */
};
/* clang-format on */

/* Programs whose operands are names defined by the project. */
static const char *const task_runners[] = { "make", "gmake", "just", "task", "invoke", "inv",
					    "poe",  "tox",   "nox",  "npm",  "pnpm",   "yarn" };
static const char *const shells[] = { "bash", "sh", "dash", "zsh", "source", "." };

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static bool is_one_of(struct str text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_is_nocase(text, words[i]))
			return true;
	return false;
}

/* Does a text match one of the patterns separated by "|"? */
static bool matches_any(struct str text, const char *patterns)
{
	struct str rest = str_from(patterns);

	for (;;) {
		size_t bar = str_find_char(rest, '|', 0);

		if (str_match(text, str_slice(rest, 0, bar)))
			return true;
		if (bar == STR_NONE)
			return false;
		rest = str_slice(rest, bar + 1, rest.len);
	}
}

static bool input_decides(const struct publishing_action *row, const struct tree *tree,
			  const struct node *with)
{
	struct str value;

	if (!row->input)
		return true;
	value = str_trim(scalar_value(tree, map_get(with, row->input, NULL)));
	if (value.len == 0)
		return row->by_default;
	return row->values ? matches_any(value, row->values) : !str_is_nocase(value, "false");
}

/* Is one of the words in a name, between what is no letter? */
static bool has_one_of(struct str name, const char *const *words, size_t count)
{
	for (size_t i = 0; i < name.len;) {
		size_t end = i;

		while (end < name.len && ascii_is_letter(name.p[end]))
			end++;
		if (is_one_of(str_slice(name, i, end), words, count))
			return true;
		i = end + 1;
	}
	return false;
}

/* Does a name mean publishing: release, deploy-docs, upload_to_pypi? Not if another word of the
 * name means checking, building, fetching or reporting. */
static bool means_publishing(struct str name)
{
	static const char *const verbs[] = { "publish", "deploy", "release", "upload" };
	static const char *const others[] = {
		"check",     "test",  "tests",	  "verify",	"lint",	   "validate",	"build",
		"get",	     "fetch", "download", "downloader", "find",	   "latest",	"install",
		"setup",     "wait",  "notes",	  "changelog",	"comment", "commenter", "artifact",
		"artifacts", "sarif", "cov",	  "coverage",	"codecov", "result",	"results",
		"log",	     "logs",  "report",	  "reports",
	};

	return has_one_of(name, verbs, COUNT(verbs)) && !has_one_of(name, others, COUNT(others));
}

bool action_publishes(const struct tree *tree, const struct uses *uses, const struct node *with)
{
	bool listed = false;

	for (size_t i = 0; i < COUNT(actions); i++) {
		if (!uses_is_at(uses, actions[i].name))
			continue;
		if (input_decides(&actions[i], tree, with))
			return true;
		listed = true;
	}
	/* For an action of the table the inputs decide, not the name. */
	return !uses->local && !uses->docker && !listed &&
	       (means_publishing(path_name(uses->name)) || means_publishing(uses->path));
}

bool workflow_publishes(struct str value)
{
	struct uses uses = uses_read(value);

	if (uses.local || uses.docker || uses.path.len == 0)
		return false;
	return uses_is(&uses, SLSA_GENERATOR) || means_publishing(path_name(uses.path));
}

static bool has_option(const struct program *p, const char *option)
{
	for (size_t i = 0; i < p->argument_count; i++)
		if (str_is(p->arguments[i].value, option))
			return true;
	return false;
}

static bool is_operand(struct str value)
{
	return value.len > 0 && value.p[0] != '-';
}

/* The end of consecutive words among the first operands, or STR_NONE. Values of options may come
 * before them (gh --repo x release create). */
static size_t words_end(const struct program *p, const char *words)
{
	enum { OPERANDS = 4 };
	struct str rest = str_from(words);

	for (size_t i = 0, operands = 0; i < p->argument_count && operands < OPERANDS; i++) {
		struct str value = p->arguments[i].value;
		size_t space = str_find_char(rest, ' ', 0);

		if (!is_operand(value))
			continue;
		operands++;
		if (str_eq(value, str_slice(rest, 0, space))) {
			if (space == STR_NONE)
				return i + 1;
			rest = str_slice(rest, space + 1, rest.len);
		} else {
			rest = str_from(words);
		}
	}
	return STR_NONE;
}

static struct str last_operand(const struct program *p)
{
	for (size_t i = p->argument_count; i > 0; i--)
		if (is_operand(p->arguments[i - 1].value))
			return p->arguments[i - 1].value;
	return STR("");
}

static bool fits(const struct publishing_command *row, const struct program *p, size_t *words)
{
	if (!str_is(p->name, row->program))
		return false;
	*words = row->words ? words_end(p, row->words) : 0;
	return *words != STR_NONE && (!row->option || has_option(p, row->option)) &&
	       (!row->last || matches_any(last_operand(p), row->last));
}

/* Runs a target, an environment or a session with such a name. After "--" only the plain words
 * count, as the session decides what they mean. */
static bool runs_task(const struct program *p, size_t *words)
{
	bool after = false;

	for (size_t i = 0; i < p->argument_count; i++) {
		struct str value = p->arguments[i].value;
		bool assigns = str_find_char(value, '=', 0) != STR_NONE;

		*words = i + 1;
		if (str_is(value, "--"))
			after = true;
		else if (after && (str_is(value, "deploy") || str_is(value, "publish")))
			return true;
		else if (!after && is_operand(value) && !assigns && means_publishing(value))
			return true;
	}
	return false;
}

/* A script of the repository. */
static bool runs_script(const struct program *p, size_t *words)
{
	struct str file = STR("");

	*words = 0;
	if (p->kind == PROGRAM_FILE) {
		file = p->name;
	} else if (is_one_of(p->name, shells, COUNT(shells)) && p->argument_count > 0) {
		file = p->arguments[0].value;
		*words = 1;
	} else if (p->word && str_find_char(p->word->value, '/', 0) != STR_NONE) {
		file = p->word->value;
	}
	return means_publishing(path_name(file));
}

bool command_publishes(const struct program *p, size_t *words)
{
	if (p->kind == PROGRAM_NONE || has_option(p, "--dry-run") || has_option(p, "--help"))
		return false;
	for (size_t i = 0; i < COUNT(commands); i++)
		if (fits(&commands[i], p, words))
			return true;
	return (is_one_of(p->name, task_runners, COUNT(task_runners)) && runs_task(p, words)) ||
	       runs_script(p, words);
}

bool script_may_download(struct str source)
{
	static const struct str words[] = { STR("download") };
	static struct glance_words set = GLANCE_WORDS(words);

	return glance_holds(source, &set);
}

bool script_may_publish(struct str source)
{
	/* A word of each row of the table, the verbs, and the word for `gh run download`. */
	static const struct str words[] = {
		STR("publish"), STR("upload"),	   STR("release"),  STR("push"),     STR("deploy"),
		STR("vercel"),	STR("aws"),	   STR("gsutil"),   STR("rsync"),    STR("scp"),
		STR("skopeo"),	STR("ghp-import"), STR("gh-pages"), STR("download"),
	};
	static struct glance_words set = GLANCE_WORDS(words);

	return glance_holds(source, &set);
}
