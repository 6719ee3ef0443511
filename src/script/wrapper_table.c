/* SPDX-License-Identifier: MIT */
/* One row per way to run a program, from the wrapper's manual. Options without a value are not
 * listed. */
#include "config.h"

#include "script/wrapper_table.h"

#include <limits.h>
#include <stdbool.h>

#define UV_GLOBAL                                                                                  \
	"--directory:d --project --config-file --cache-dir --color --python-preference "           \
	"--python-fetch --allow-insecure-host --trusted-host --preview-features "
#define UV_INDEX                                                                                   \
	UV_GLOBAL                                                                                  \
	"--with -w --with-editable --with-requirements --python -p --python-platform "             \
	"--env-file --index --default-index --index-url -i --extra-index-url --find-links -f "     \
	"--upgrade-package -P --upgrade-group --reinstall-package --refresh-package "              \
	"--index-strategy --keyring-provider --resolution --prerelease --fork-strategy "           \
	"--exclude-newer --exclude-newer-package --link-mode --config-setting -C "                 \
	"--config-settings --config-settings-package --no-build-isolation-package "                \
	"--no-build-package --no-binary-package --no-sources-package --torch-backend "             \
	"--constraints -c --overrides --build-constraints -b "
#define UV_RUN                                                                                     \
	UV_INDEX "--extra --no-extra --group --no-group --only-group --package "                   \
		 "--max-recursion-depth -m:M --module:M -s:S --script:S --gui-script:S "           \
		 "--help:x -h:x"
#define DOCKER_GLOBAL                                                                              \
	"--context -c --config --host -H --log-level -l --tlscacert --tlscert --tlskey "           \
	"--connection --url --identity --root --runroot "
#define DOCKER_RUN                                                                                 \
	"-a --attach --add-host --annotation --blkio-weight --cap-add --cap-drop "                 \
	"--cgroup-parent --cgroupns --cidfile -c --cpu-period --cpu-quota --cpu-shares --cpus "    \
	"--cpuset-cpus --cpuset-mems --detach-keys --device --dns --dns-option --dns-search "      \
	"--domainname --entrypoint -e:a --env:a --env-file --expose --gpus --group-add "           \
	"--health-cmd --health-interval -h --hostname --ip --ip6 --ipc --isolation -l --label "    \
	"--label-file --link --log-driver --log-opt --mac-address -m --memory --memory-swap "      \
	"--mount:B --name --net --network --network-alias --oom-score-adj --pid --pids-limit "     \
	"--platform:P -p --publish --pull --restart --runtime --secret --security-opt --shm-size " \
	"--stop-signal --stop-timeout --storage-opt --sysctl --tmpfs -u --user --ulimit "          \
	"--userns --uts -v:V --volume:V --volume-driver --volumes-from -w:W --workdir:W"
#define DOCKER_EXEC "--detach-keys -e:a --env:a --env-file -u --user -w --workdir --index"
#define COMPOSE_GLOBAL                                                                             \
	"-f --file -p --project-name --profile --env-file --project-directory --ansi "             \
	"--parallel --progress --context -c -H --host "
#define COMPOSE_RUN                                                                                \
	"--entrypoint -e:a --env:a -l --label --name -u --user -v --volume -w --workdir -p "       \
	"--publish --pull --cap-add --cap-drop --env-from-file"
#define CONDA_RUN "-n --name -p --prefix --cwd:d -r --root-prefix -e:a --env:a -a --attach --label"

/* clang-format off: a row a line */
static const struct wrapper wrappers[] = {
	/* Python and its environment managers. */
	{ .name = "python*",
	  .options = "-W -X -c:x -m:m -V:x --version:x -h:x --check-hash-based-pycs",
	  .operand = OPERAND_FILE },
	{ .name = "pypy*", .options = "-W -X -c:x -m:m --jit", .operand = OPERAND_FILE },
	{ .name = "py", .options = "-W -X -c:x -m:m", .operand = OPERAND_FILE },
	{ .name = "coverage",
	  .subcommand = "run",
	  .options = "--source --source-pkgs --include --omit --rcfile --data-file --context "
		     "--concurrency --source-dirs -m:M --module:M",
	  .operand = OPERAND_FILE },
	{ .name = "uv", .subcommand = "run", .globals = UV_GLOBAL, .options = UV_RUN },
	{ .name = "uv",
	  .subcommand = "tool run",
	  .globals = UV_GLOBAL,
	  .options = UV_INDEX "--from:r",
	  .operand = OPERAND_REQUIREMENT },
	{ .name = "uvx", .options = UV_INDEX "--from:r", .operand = OPERAND_REQUIREMENT },
	{ .name = "pipx",
	  .subcommand = "run",
	  .options = "--spec:r --python --pip-args --index-url -i --backend --with",
	  .operand = OPERAND_REQUIREMENT },
	{ .name = "poetry",
	  .subcommand = "run",
	  .globals = "-C:d --directory:d -P --project",
	  .options = "-C:d --directory:d -P --project",
	  .drops_dashes = true },
	{ .name = "pdm",
	  .subcommand = "run",
	  .globals = "-c --config",
	  .options = "-p --project --venv -k --skip -l:x --list:x -j:x --json:x" },
	{ .name = "hatch",
	  .subcommand = "run",
	  .globals = "-e --env -p --project --data-dir --cache-dir --config",
	  .operand = OPERAND_HATCH },
	{ .name = "hatch",
	  .subcommand = "env run",
	  .globals = "-e --env -p --project --data-dir --cache-dir --config",
	  .options = "-e --env -i --include -x --exclude -f --filter" },
	{ .name = "rye", .subcommand = "run", .options = "--pyproject -l:x --list:x" },
	{ .name = "pixi",
	  .subcommand = "run",
	  .globals = "--color",
	  .options =
		  "-e --environment --manifest-path -m --auth-file --concurrent-downloads "
		  "--concurrent-solves --pypi-keyring-provider --color --run-post-link-scripts" },
	{ .name = "pixi",
	  .subcommand = "exec",
	  .globals = "--color",
	  .options = "-s --spec -c --channel -p --platform -w --with --auth-file" },
	{ .name = "pixi",
	  .subcommand = "x",
	  .options = "-s --spec -c --channel -p --platform -w --with" },
	{ .name = "pipenv", .subcommand = "run", .globals = "--python --pypi-mirror" },
	{ .name = "conda", .subcommand = "run", .options = CONDA_RUN },
	{ .name = "mamba", .subcommand = "run", .options = CONDA_RUN },
	{ .name = "micromamba",
	  .subcommand = "run",
	  .globals = "-r --root-prefix",
	  .options = CONDA_RUN },
	{ .name = "pyenv", .subcommand = "exec" },
	{ .name = "asdf", .subcommand = "exec" },
	{ .name = "dotenv", .subcommand = "run", .globals = "-f --file -q --quote -e --export" },

	/* The environment, the user, the terminal. */
	{ .name = "env",
	  .options = "-u --unset -C:d --chdir:d -S:x --split-string:x -a --argv0",
	  .assignments = true },
	{ .name = "cross-env", .assignments = true },
	{ .name = "sudo",
	  .options =
		  "-u --user -g --group -h --host -p --prompt -C --close-from -r --role -t --type "
		  "-T --command-timeout -U --other-user -D:d --chdir:d -R --chroot -l:x -e:x -v:x",
	  .assignments = true },
	{ .name = "doas", .options = "-u -C" },
	{ .name = "runuser", .options = "-u --user -g --group -G --supp-group -c:x" },
	{ .name = "gosu", .skip = 1 },
	{ .name = "su-exec", .skip = 1 },
	{ .name = "fakeroot", .options = "-l --lib --faked -s -i -b" },
	{ .name = "exec", .options = "-a" },
	{ .name = "command", .options = "-v:x -V:x" },
	{ .name = "builtin" },
	{ .name = "noglob" },
	{ .name = "call" },
	{ .name = "time", .options = "-f --format -o --output" },
	{ .name = "gtime", .options = "-f --format -o --output" },
	{ .name = "timeout", .options = "-k --kill-after -s --signal", .skip = 1 },
	{ .name = "gtimeout", .options = "-k --kill-after -s --signal", .skip = 1 },
	{ .name = "nice", .options = "-n --adjustment" },
	{ .name = "ionice", .options = "-c --class -n --classdata -p:x -P:x -u:x" },
	{ .name = "taskset", .skip = 1 },
	{ .name = "nohup" },
	{ .name = "setsid" },
	{ .name = "chronic" },
	{ .name = "unbuffer" },
	{ .name = "winpty" },
	{ .name = "caffeinate", .options = "-t -w" },
	{ .name = "arch", .options = "-arch -e -d" },
	{ .name = "stdbuf", .options = "-i --input -o --output -e --error" },
	{ .name = "xvfb-run",
	  .options = "-e --error-file -f --auth-file -n --server-num -p --xauth-protocol -s "
		     "--server-args -w --wait" },
	{ .name = "dbus-run-session", .options = "--config-file --dbus-daemon" },
	{ .name = "dbus-launch", .options = "--config-file --autolaunch" },
	{ .name = "xargs",
	  .options = "-I -n --max-args -P --max-procs -L -d --delimiter -a --arg-file -E -s "
		     "--max-chars --process-slot-var" },
	{ .name = "flock",
	  .options = "-w --wait --timeout -E --conflict-exit-code -c:x --command:x",
	  .skip = 1 },
	{ .name = "unshare", .options = "-S --setuid -G --setgid -R --root -w --wd --propagation" },
	{ .name = "systemd-run",
	  .options = "-p --property -u --unit -E:a --setenv:a --uid --gid --nice --slice "
		     "--description --working-directory -M --machine -H --host" },

	/* Tool managers and secret stores. */
	{ .name = "mise",
	  .subcommand = "exec",
	  .globals = "-C:d --cd:d -E --env",
	  .options = "-C:d --cd:d -E --env -j --jobs -c:x --command:x",
	  .operand = OPERAND_NONE,
	  .to_dashes = true },
	{ .name = "mise",
	  .subcommand = "x",
	  .globals = "-C:d --cd:d -E --env",
	  .options = "-C:d --cd:d -E --env -j --jobs -c:x --command:x",
	  .operand = OPERAND_NONE,
	  .to_dashes = true },
	{ .name = "devbox",
	  .subcommand = "run",
	  .options = "-c --config -e:a --env:a --env-file --environment" },
	{ .name = "devenv", .subcommand = "shell" },
	{ .name = "direnv", .subcommand = "exec", .skip = 1 },
	{ .name = "nix",
	  .subcommand = "develop",
	  .globals = "--extra-experimental-features --experimental-features",
	  .options = "-c:c --command:c --inputs-from -k --keep -u --unset --profile -f --file "
		     "--extra-experimental-features --experimental-features",
	  .operand = OPERAND_NONE },
	{ .name = "nix",
	  .subcommand = "shell",
	  .globals = "--extra-experimental-features --experimental-features",
	  .options = "-c:c --command:c --inputs-from -k --keep -u --unset --profile -f --file "
		     "--extra-experimental-features --experimental-features",
	  .operand = OPERAND_NONE },
	{ .name = "guix", .subcommand = "shell", .operand = OPERAND_NONE, .to_dashes = true },
	{ .name = "doppler",
	  .subcommand = "run",
	  .globals = "-t --token -p --project -c --config --scope",
	  .options = "-t --token -p --project -c --config --scope --mount --mount-format" },
	{ .name = "op",
	  .subcommand = "run",
	  .globals = "--account",
	  .options = "--env-file --account" },
	{ .name = "infisical",
	  .subcommand = "run",
	  .options = "--env --path --projectId --token --domain --command:x -c:x" },
	{ .name = "aws-vault",
	  .subcommand = "exec",
	  .options = "-d --duration -t --mfa-token --region --backend",
	  .skip = 1 },
	{ .name = "chamber", .subcommand = "exec", .operand = OPERAND_NONE, .to_dashes = true },

	/* Containers. */
	{ .name = "docker",
	  .subcommand = "run",
	  .globals = DOCKER_GLOBAL,
	  .options = DOCKER_RUN,
	  .skip = 1,
	  .container = true,
	  .image = true },
	{ .name = "docker",
	  .subcommand = "container run",
	  .globals = DOCKER_GLOBAL,
	  .options = DOCKER_RUN,
	  .skip = 1,
	  .container = true,
	  .image = true },
	{ .name = "docker",
	  .subcommand = "exec",
	  .globals = DOCKER_GLOBAL,
	  .options = DOCKER_EXEC,
	  .skip = 1,
	  .container = true },
	{ .name = "docker",
	  .subcommand = "compose run",
	  .globals = COMPOSE_GLOBAL,
	  .options = COMPOSE_RUN,
	  .skip = 1,
	  .container = true },
	{ .name = "docker",
	  .subcommand = "compose exec",
	  .globals = COMPOSE_GLOBAL,
	  .options = DOCKER_EXEC,
	  .skip = 1,
	  .container = true },
	{ .name = "docker-compose",
	  .subcommand = "run",
	  .globals = COMPOSE_GLOBAL,
	  .options = COMPOSE_RUN,
	  .skip = 1,
	  .container = true },
	{ .name = "docker-compose",
	  .subcommand = "exec",
	  .globals = COMPOSE_GLOBAL,
	  .options = DOCKER_EXEC,
	  .skip = 1,
	  .container = true },
	{ .name = "podman",
	  .subcommand = "run",
	  .globals = DOCKER_GLOBAL,
	  .options = DOCKER_RUN,
	  .skip = 1,
	  .container = true,
	  .image = true },
	{ .name = "podman",
	  .subcommand = "exec",
	  .globals = DOCKER_GLOBAL,
	  .options = DOCKER_EXEC,
	  .skip = 1,
	  .container = true },
	{ .name = "nerdctl",
	  .subcommand = "run",
	  .globals = DOCKER_GLOBAL,
	  .options = DOCKER_RUN,
	  .skip = 1,
	  .container = true,
	  .image = true },
	{ .name = "singularity",
	  .subcommand = "exec",
	  .options = "-B --bind -H --home --env:a --pwd -W --workdir",
	  .skip = 1,
	  .container = true },
	{ .name = "apptainer",
	  .subcommand = "exec",
	  .options = "-B --bind -H --home --env:a --pwd -W --workdir",
	  .skip = 1,
	  .container = true },
};

enum { WRAPPERS = sizeof(wrappers) / sizeof(wrappers[0]) };

/* Rows whose names begin with the same letter are linked in their order; 0 is the end, others are one more
 * than the row. */
static struct {
	bool linked;
	unsigned short first[UCHAR_MAX + 1];
	unsigned short next[WRAPPERS];
} rows;

static void link_rows(void)
{
	for (unsigned short row = WRAPPERS; row > 0; row--) {
		unsigned char letter = (unsigned char)wrappers[row - 1].name[0];

		rows.next[row - 1] = rows.first[letter];
		rows.first[letter] = row;
	}
	rows.linked = true;
}

const struct wrapper *wrapper_next(const struct wrapper *before, char first)
{
	unsigned short row;

	if (!rows.linked)
		link_rows();
	row = before ? rows.next[before - wrappers] : rows.first[(unsigned char)first];
	return row > 0 ? &wrappers[row - 1] : NULL;
}

enum option_role option_role(const char *options, struct str option)
{
	struct str list = str_from(options);
	size_t at = 0;

	while (at < list.len) {
		size_t end = str_find_char(list, ' ', at);

		if (end == STR_NONE)
			end = list.len;

		struct str entry = str_slice(list, at, end);
		size_t colon = str_find_char(entry, ':', 0);

		if (str_eq(option, str_slice(entry, 0, colon)) && option.len > 0)
			return colon == STR_NONE ? WRAPPER_OPTION_VALUE
						 : (enum option_role)entry.p[colon + 1];
		at = end + 1;
	}
	return WRAPPER_OPTION_FLAG;
}
/* clang-format on */
