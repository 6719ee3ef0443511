#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests what an untrusted repository may try, in every mode: links to outside, special files, a
manipulated git folder, YAML that crashes its parser. A canary outside the repository must
neither be read nor written, nothing of the repository may run, and each run ends."""
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
SANITIZED = b"__asan_init" in pathlib.Path(common.NCI).read_bytes()
CANARY = "canary-4711"
# A valid workflow, noxfile and feature file, wherever a link refers to it.
SECRET = f"# {CANARY}\nname: {CANARY}\non: push\njobs:\n  {CANARY}:\n    runs-on: x\n    steps:\n      - run: nox\n"
WORKFLOW = ("on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n"
            "      - uses: ./act\n      - run: nox\n")
ACTION = "runs:\n  using: composite\n  steps:\n    - run: nox\n      shell: bash\n"
NOXFILE = "import nox\n\n\n@nox.session\ndef tests(session):\n    session.install('pytest')\n"
FEATURE = "Feature: x\n\n  Scenario: y\n    Given z\n"
FILES = {".github/workflows/ci.yml": WORKFLOW, "act/action.yml": ACTION, "noxfile.py": NOXFILE,
         "pyproject.toml": "", "uv.lock": "", "features/ci_workflow_validation.feature": FEATURE,
         "features/steps/a.py": ""}
CRASH = "? c::::::::::::::::::::::::::\t::"  # libfyaml 0.7.12: fy_parser_destroy
MODES = {"diff": ["--diff", "-vv"], "check": ["--check"], "check json": ["--check", "--format=json"], "list": ["--list", "-vv"],
         "list json": ["--list", "--format=json"], "patch": ["--patch"], "commit": ["--commit"],
         "in place": ["--in-place", "-vv"], "feature": ["--diff", "--feature"],
         "feature in place": ["--in-place", "--feature"], "feature patch": ["--patch", "--feature"],
         "parallel": ["--diff", "-j2"]}
failures = 0


def expect(right, what):
    global failures
    if not right:
        failures += 1
        print("not ok:", what)


def run(folder, words, seconds=60, program=common.NCI, **environment):
    started = time.monotonic()
    done = subprocess.run([program, *words], cwd=folder, capture_output=True, timeout=seconds,
                          env={**common.ENVIRONMENT, **environment})
    done.seconds = time.monotonic() - started
    return done


def make(folder, files=FILES, git=True):
    shutil.rmtree(folder, ignore_errors=True)
    common.write_files(folder, files)
    if git:
        common.git_init(folder)
    return folder


def outside(scratch):
    """Files that no run may read or write."""
    folder = scratch / "outside"
    shutil.rmtree(folder, ignore_errors=True)
    common.write_files(folder, {**{name: SECRET for name in FILES}, "secret.yml": SECRET,
                                "steps/a.py": f"# {CANARY}\n"})
    return folder


def snapshot(folder):
    return {str(p.relative_to(folder)): p.lstat().st_mtime_ns if p.is_symlink() or p.is_dir() else p.read_bytes()
            for p in sorted(folder.rglob("*"))}


def link(folder, name, target):
    path = folder / name
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def check_links_out(scratch):
    out = outside(scratch)
    before = snapshot(out)
    places = [".github", ".github/workflows", ".github/workflows/ci.yml", "act", "act/action.yml", "noxfile.py",
              "pyproject.toml", "uv.lock", "features", "features/ci_workflow_validation.feature",
              "features/steps", "features/steps/a.py", "features/steps/nox_cache_steps.py"]
    for place in places:
        inner = place if (out / place).exists() else "secret.yml"
        for target in (out / inner, os.path.relpath(out / inner, (scratch / "links" / place).parent)):
            for mode, words in MODES.items():
                folder = make(scratch / "links", git=False)
                link(folder, place, target)
                common.git_init(folder)
                done = run(folder, words)
                text = done.stdout + done.stderr
                expect(done.returncode in (0, 1, 2), f"{place}, {mode}: status {done.returncode}")
                expect(CANARY.encode() not in text, f"{place}, {mode}: is read through a link")
                expect(snapshot(out) == before, f"{place}, {mode}: is written through a link")
                if os.path.isabs(target) and mode != "diff":
                    break  # the rest with the relative one


def check_links_in(scratch):
    """Links inside the repository work, and git applies the patch."""
    moved = {"ci/ci.yml": WORKFLOW, "act/action.yml": ACTION, "noxfile.py": NOXFILE, "deps/uv.lock": ""}
    for links in ({".github/workflows": "../ci"}, {".github": "hub", "hub/workflows": "../ci"},
                  {".github/workflows/ci.yml": "../../ci/ci.yml"}, {".github/workflows": "../ci", "uv.lock": "deps/uv.lock"}):
        folder = make(scratch / "inside", moved, git=False)
        for name, target in links.items():
            link(folder, name, target)
        common.git_init(folder)
        patch = run(folder, ["--patch"])
        expect(patch.returncode == 0 and b"+++ b/ci/ci.yml" in patch.stdout, f"{links}: patch {patch.stderr}")
        applied = common.git(["apply", "--index", "-"], folder, patch.stdout)
        expect(applied.returncode == 0, f"{links}: git apply: {applied.stderr}")
        by_patch = (folder / "ci/ci.yml").read_bytes()
        common.git(["reset", "-q", "--hard"], folder)
        expect(run(folder, ["--in-place"]).returncode == 0 and (folder / "ci/ci.yml").read_bytes() == by_patch,
               f"{links}: in place")
        common.git(["reset", "-q", "--hard"], folder)
        done = run(folder, ["--commit"])
        made = common.git(["cat-file", "blob", f"{done.stdout.decode().strip()}:ci/ci.yml"], folder)
        expect(made.stdout == by_patch, f"{links}: commit: {done.stderr}")
    folder = make(scratch / "inside", {**FILES, "real/x": ""}, git=False)
    link(folder, "features", "real")
    common.git_init(folder)
    patch = run(folder, ["--patch", "--feature"])
    applied = common.git(["apply", "--check", "-"], folder, patch.stdout)
    expect(b"b/real/ci_workflow_validation.feature" in patch.stdout and applied.returncode == 0,
           f"a linked folder for features: {patch.stderr} {applied.stderr}")


def check_no_files(scratch):
    places = [".github/workflows/x.yml", "act/action.yml", "noxfile.py", "pyproject.toml", "uv.lock",
              "features/ci_workflow_validation.feature", "features/steps/b.py"]

    def fifo(path):
        os.mkfifo(path)

    def giant(path):
        with open(path, "wb") as file:
            file.truncate(1 << 40)

    def folder_there(path):
        path.mkdir()

    def zero(path):
        path.symlink_to("/dev/zero")

    def proc(path):
        path.symlink_to("/proc/self/environ")

    for place in places:
        for thing in (fifo, giant, folder_there, zero, proc):
            for mode, words in MODES.items():
                if mode in ("patch", "commit", "feature patch", "check json", "list json"):
                    continue  # the commit contains a file or a link
                folder = make(scratch / "things", git=False)
                path = folder / place
                if path.exists():
                    path.unlink()
                thing(path)
                done = run(folder, [*words, "--hash-file=**/*", "--hash-file=uv.lock"])
                expect(done.returncode in (0, 1, 2) and done.seconds < 20,
                       f"{place} as {thing.__name__}, {mode}: {done.returncode}, {done.seconds:.1f} s")
                expect(b"TESTER" not in done.stdout + done.stderr.replace(b"A Tester", b""),
                       f"{place} as {thing.__name__}, {mode}: read")


def check_output_links(scratch):
    for option, mode in ((["--output=x.diff"], ["--diff"]), (["-o", "x.diff"], ["--patch"]),
                         (["--pr-body=x.diff"], ["--patch", "-o", "/dev/null"]), (["--pr-body=d/x.diff"], ["--commit"])):
        out = outside(scratch)
        before = snapshot(out)
        folder = make(scratch / "output", git=False)
        link(folder, "x.diff", out / "secret.yml")
        link(folder, "d", out)
        common.git_init(folder)
        done = run(folder, [*mode, *option])
        expect(done.returncode == 2 and b"symbolic link" in done.stderr and snapshot(out) == before,
               f"{option}: {done.returncode} {done.stderr}")
        expect(b"canary" not in done.stdout, f"{option}: read")
    folder = make(scratch / "output")
    (scratch / "mine").mkdir(exist_ok=True)
    link(scratch, "own", scratch / "mine")
    done = run(folder, ["--patch", "-o", str(scratch / "own/x.diff")])
    expect(done.returncode == 0 and (scratch / "mine/x.diff").exists(), f"a link of one's own: {done.stderr}")


# ---------------------------------------------------------------- git


def trap(scratch, name):
    """A program that only leaves a trace."""
    script = scratch / f"trap-{name}"
    script.write_text(f"#!/bin/sh\necho \"$0 $*\" >>'{scratch}/trace'\nexit 1\n")
    script.chmod(0o755)
    return script


def check_git_settings(scratch):
    program = trap(scratch, "program")
    hooks = scratch / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-index-change", "reference-transaction", "pre-commit", "commit-msg", "post-commit",
                 "prepare-commit-msg", "post-checkout", "pre-auto-gc"):
        shutil.copy(program, hooks / name)
    traced = scratch / "trace2"
    settings = [("core.hooksPath", hooks), ("core.fsmonitor", program), ("gpg.program", program), ("commit.gpgSign", "true"),
                ("gpg.ssh.program", program), ("gpg.ssh.defaultKeyCommand", program), ("core.sshCommand", program),
                ("core.alternateRefsCommand", program), ("filter.x.clean", program), ("filter.x.smudge", program),
                ("filter.x.process", program), ("diff.external", program), ("diff.x.textconv", program), ("core.pager", program),
                ("core.editor", program), ("credential.helper", program), ("core.askPass", program), ("alias.cat-file", f"!{program}"),
                ("uploadpack.packObjectsHook", program), ("trace2.eventTarget", traced), ("trace2.normalTarget", traced),
                ("trace2.perfTarget", traced), ("core.gitProxy", program), ("remote.origin.vcs", "ext"), ("pager.cat-file", program),
                ("user.signingKey", "x"), ("gpg.openpgp.program", program), ("gpg.x509.program", program), ("merge.x.driver", program),
                ("core.splitIndex", "true"), ("core.untrackedCache", "true"), ("fetch.recurseSubmodules", "true")]
    for mode, words in MODES.items():
        folder = make(scratch / "settings", {**FILES, ".gitattributes": "* filter=x diff=x merge=x\n"})
        shutil.rmtree(folder / ".git/hooks", ignore_errors=True)
        shutil.copytree(hooks, folder / ".git/hooks")
        for name, value in settings:
            common.git(["config", "--file", ".git/config", name, str(value)], folder)
        done = run(folder, words)
        expect(done.returncode in (0, 1), f"settings, {mode}: {done.returncode} {done.stderr}")
        expect(not (scratch / "trace").exists() and not traced.exists(), f"settings, {mode}: something ran")
        (scratch / "trace").unlink(missing_ok=True)


def check_promisor(scratch):
    """A missing object is an error and not downloaded."""
    program = trap(scratch, "uploadpack")
    for mode in ("patch", "commit"):
        folder = make(scratch / "promisor")
        blob = common.git(["rev-parse", "HEAD:noxfile.py"], folder).stdout.decode().strip()
        (folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
        for name, value in (("extensions.partialClone", "origin"), ("remote.origin.promisor", "true"),
                            ("core.repositoryFormatVersion", "1"), ("remote.origin.url", str(scratch / "links")),
                            ("remote.origin.partialclonefilter", "blob:none"), ("remote.origin.uploadpack", str(program))):
            common.git(["config", "--file", ".git/config", name, value], folder)
        done = run(folder, MODES[mode])
        expect(done.returncode == 2 and not (scratch / "trace").exists(), f"promisor, {mode}: {done.returncode}")


def check_git_folders(scratch):
    """Folders and files that pretend to be git's."""
    victim = make(scratch / "victim")
    refs = common.git(["for-each-ref"], victim).stdout

    def bare(folder):
        shutil.copytree(victim / ".git", folder / "sub", dirs_exist_ok=True)
        common.write_files(folder / "sub", {".github/workflows/ci.yml": WORKFLOW})
        return folder / "sub"

    def file_away(folder):
        shutil.rmtree(folder / ".git")
        (folder / ".git").write_text(f"gitdir: {victim}/.git\n")
        return folder

    def link_away(folder):
        shutil.rmtree(folder / ".git")
        (folder / ".git").symlink_to(victim / ".git")
        return folder

    def common_away(folder):
        (folder / ".git/commondir").write_text(f"{victim}/.git\n")
        return folder

    def objects_away(folder):
        shutil.rmtree(folder / ".git/objects")
        (folder / ".git/objects").symlink_to(victim / ".git/objects")
        return folder

    def heads_away(folder):
        shutil.rmtree(folder / ".git/refs/heads")
        (folder / ".git/refs/heads").symlink_to(victim / ".git/refs/heads")
        return folder

    def branch_away(folder):
        (folder / ".git/refs/heads/task").symlink_to(victim / ".git/refs/heads")
        return folder

    def alternates(folder):
        (folder / ".git/objects/info").mkdir(exist_ok=True)
        (folder / ".git/objects/info/alternates").write_text(f"{victim}/.git/objects\n")
        return folder

    def fifo_config(folder):
        (folder / ".git/config").unlink()
        os.mkfifo(folder / ".git/config")
        return folder

    for pretend in (bare, file_away, link_away, common_away, objects_away, heads_away, branch_away, alternates, fifo_config):
        for mode in ("diff", "patch", "commit"):
            (victim / "noxfile.py").write_text(f"# {CANARY}\n")
            folder = pretend(make(scratch / "pretend"))
            done = run(folder, MODES[mode])
            expect(done.returncode in (0, 1, 2) and done.seconds < 50, f"{pretend.__name__}, {mode}: {done.returncode}")
            if pretend is not bare and not (pretend is branch_away and mode == "patch"):
                expect((done.returncode == 2) == (mode != "diff"),
                       f"{pretend.__name__}, {mode}: {done.returncode} {done.stderr}")
            expect(common.git(["for-each-ref"], victim).stdout == refs, f"{pretend.__name__}, {mode}: the victim's branches")
    folder = alternates(make(scratch / "pretend"))
    done = run(folder, ["--patch"], GIT_ALTERNATE_OBJECT_DIRECTORIES=f"{victim}/.git/objects")
    expect(done.returncode == 0 and done.stdout, f"alternates that are lent: {done.stderr}")
    # Folders made by git are accepted.
    tree = scratch / "linked-tree"
    shutil.rmtree(tree, ignore_errors=True)
    common.git(["worktree", "prune"], victim)
    common.git(["worktree", "add", "-q", "--detach", str(tree)], victim)
    expect(run(tree, ["--patch"]).returncode == 0, "a linked work tree")
    above = make(scratch / "above", {"x": ""})
    done = common.git(["-c", "protocol.file.allow=always", "submodule", "add", "-q", str(victim), "module"], above)
    expect(done.returncode == 0 and run(above / "module", ["--patch"]).returncode == 0, f"a submodule: {done.stderr}")


def check_owner(scratch):
    """Root in another user's repository: new files belong to that user, and commits need trust."""
    if os.geteuid() != 0:
        print("not root: repositories of other users not judged")
        return
    folder = make(scratch / "owned", {name: text for name, text in FILES.items() if "feature" not in name})
    for path in [folder, *folder.rglob("*")]:
        os.lchown(path, 1234, 4321)
    for mode in ("diff", "list", "patch"):
        done = run(folder, MODES[mode])
        expect(done.returncode == 0 and done.stdout, f"another user's, {mode}: {done.returncode} {done.stderr}")
    done = run(folder, ["--commit"])
    expect(done.returncode == 2 and b"safe.directory" in done.stderr, f"another user's, commit: {done.stderr}")
    settings = scratch / "trust"
    settings.write_text(f"[safe]\n\tdirectory = {folder}\n")
    done = run(folder, ["--commit"], GIT_CONFIG_GLOBAL=str(settings))
    expect(done.returncode == 0, f"another user's, trusted: {done.stderr}")
    shutil.rmtree(folder / ".git")
    done = run(folder, ["--in-place", "--feature"])
    owners = {path.lstat().st_uid for path in folder.rglob("*")}
    expect(done.returncode == 0 and owners == {1234}, f"another user's, in place: {owners} {done.stderr}")


def check_git_runs(scratch):
    """The manual's table of the git processes of each mode."""
    real = shutil.which("git")
    bin_folder = scratch / "bin"
    bin_folder.mkdir(exist_ok=True)
    fake = bin_folder / "git"
    fake.write_text(f"#!{sys.executable}\nimport os, sys\nwords = sys.argv[1:]\nwhile words[0] == '-c':\n    words = words[2:]\n"
                    f"open({str(scratch / 'runs')!r}, 'a').write(words[0] + '\\n')\nos.execv({real!r}, sys.argv)\n")
    fake.chmod(0o755)
    manual = (HERE.parent / "man/nox-cache-inject.1").read_text()
    table, names, text = {}, [], manual.partition('.\\" git runs: begin')[2].partition('.\\" git runs: end')[0]
    for line in text.splitlines():
        if line.startswith(".It "):
            names = re.findall(r"--[a-z-]+", line)
        elif line and not line.startswith("."):
            for name in names:
                table.setdefault(name, set()).update(re.findall(r"[a-z-]+", line))
                table[name].discard("none")
    modes = {"--diff": ["--diff"], "--check": ["--check"], "--list": ["--list"], "--in-place": ["--in-place"],
             "--patch": ["--patch"], "--commit": ["--commit"]}
    expect(set(table) == set(modes), f"the manual's table has {sorted(table)}")
    for mode, words in modes.items():
        for feature in ([], ["--feature"])[:1 if mode in ("--check", "--list") else 2]:
            folder = make(scratch / "runs-in")
            common.git(["branch", "task/ci-execution-time-nox-venv-caching"], folder)
            (scratch / "runs").write_text("")
            done = run(folder, [*words, *feature], PATH=f"{bin_folder}:{os.environ['PATH']}")
            seen = set((scratch / "runs").read_text().split())
            expect(done.returncode in (0, 1) and seen <= table.get(mode, set()),
                   f"{mode}: runs {sorted(seen)}, the manual has {sorted(table.get(mode, set()))}: {done.stderr}")
            expect(mode in ("--patch", "--commit") or not seen, f"{mode} runs git")


# ---------------------------------------------------------------- YAML and memory


def check_full_names(scratch):
    """A file that the repository refers to by its full name is treated like one named by a path."""
    release = ("on: push\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    steps:\n"
               "      - uses: actions/checkout@v4\n      - uses: USES\n      - run: twine upload dist/*\n")
    for uses, url, own in (("acme/widgets/act@main", "git@github.com:Acme/Widgets.git", True),
                           ("acme/widgets/act@v1", "https://github.com/acme/widgets", True),
                           ("https://forge.example/acme/widgets/act@v1", "https://forge.example/acme/widgets.git", True),
                           ("https://forge.example/acme/widgets/act@v1", "https://github.com/acme/widgets", False),
                           ("acme/other/act@main", "https://github.com/acme/widgets", False),
                           ("acme/widgets/none@main", "https://github.com/acme/widgets", False)):
        folder = make(scratch / "names", {**FILES, ".github/workflows/ci.yml": WORKFLOW.replace("./act", uses)})
        subprocess.run(["git", "remote", "add", "origin", url], cwd=folder, check=True)
        for mode in ("diff", "patch", "list", "commit"):
            done = run(folder, MODES[mode])
            text = done.stdout if mode != "commit" else subprocess.run(
                ["git", "show", "task/ci-execution-time-nox-venv-caching"], cwd=folder, capture_output=True, check=True).stdout
            expect((b"act/action.yml" in text) == own, f"full names, {mode}: {uses} of {url}: {done.stderr}")
        (folder / ".github/workflows/release.yml").write_text(release.replace("USES", uses))
        done = run(folder, ["--diff"])
        expect(b"act/action.yml" not in done.stdout and b"ci.yml" in done.stdout, f"full names, released: {uses} of {url}")
        expect((b"act/action.yml runs Nox and gets no cache" in run(folder, ["--check"]).stdout) == own,
               f"full names, each caller is reported: {uses} of {url}")


def check_crash(scratch):
    for mode, words in MODES.items():
        make(scratch / "batch/a", {**FILES, "act/action.yml": CRASH})
        make(scratch / "batch/b")
        done = run(scratch / "batch", [*words, "a", "b"])
        expect(done.returncode in (0, 1, 2), f"crash, {mode}: {done.returncode}")
        # Files that were parsed in the same call are parsed again, each alone.
        expect(done.stderr.count(b"parser crashed") <= 1 and not re.search(rb"ci\.yml: error", done.stderr),
               f"crash, {mode}: another file is blamed: {done.stderr}")
        if mode in ("diff", "in place", "patch"):
            text = done.stdout if mode != "in place" else (scratch / "batch/b/.github/workflows/ci.yml").read_bytes()
            expect(b"actions/cache@" in text, f"crash, {mode}: the next repository is not dealt with")


def check_parent(scratch):
    """No call of libfyaml outside the worker."""
    compiler = shutil.which(os.environ.get("CC", "cc").split()[0]) or shutil.which("cc")
    if SANITIZED or not compiler:
        print("calls of libfyaml not watched:", "sanitizers" if SANITIZED else "no compiler")
        return
    shared = pathlib.Path(common.NCI).parent / "tests/isolation/shared"
    if not shared.exists():
        print("calls of libfyaml not watched: make tests/isolation/shared was not run")
        return
    library = scratch / "parent.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, HERE / "isolation/parent.c", "-ldl"], check=True)
    for mode, words in MODES.items():
        folder = make(scratch / "parent", {**FILES, "b/action.yml": CRASH,
                                           ".github/workflows/two.yml": WORKFLOW.replace("./act", "./b")})
        done = run(folder, words, program=shared, LD_PRELOAD=str(library))
        expect(done.returncode in (0, 1, 2), f"a parse in the parent, {mode}: {done.returncode} {done.stderr}")
        done = run(folder, [*words, "--no-isolation"], program=shared, LD_PRELOAD=str(library))
        expect(done.returncode in (98, 2) and done.returncode, f"the watch sees nothing, {mode}: {done.returncode}")


def check_memory(scratch):
    """An action that is used by sixty steps is read and parsed once."""
    if SANITIZED:
        return
    action = ACTION + "".join(f"    - run: echo {number}\n      shell: bash\n" for number in range(900))
    action += "    - run: |\n" + "        echo a line of a script that is long enough to count\n" * 6000 + "      shell: bash\n"
    peaks = []
    for count in (1, 60):
        steps = "".join(f"      - uses: ./act{'/.' * (number % 3)}\n" for number in range(count))
        workflow = f"on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n{steps}      - run: nox\n"
        folder = make(scratch / "memory", {".github/workflows/ci.yml": workflow, "act/action.yml": action}, git=False)
        pid = os.posix_spawn(common.NCI, [common.NCI, "--check", "-o", "/dev/null", str(folder)], common.ENVIRONMENT)
        _, status, usage = os.wait4(pid, 0)
        expect(os.waitstatus_to_exitcode(status) in (0, 1), "memory: status")
        peaks.append(usage.ru_maxrss)
    expect(peaks[1] < 1.5 * peaks[0], f"60 uses of one action take {peaks[1]} kB, one takes {peaks[0]} kB")


def main():
    only = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory(prefix="nci-repository-") as scratch:
        scratch = pathlib.Path(scratch).resolve()
        for check in (check_links_out, check_links_in, check_no_files, check_output_links, check_crash, check_parent, check_memory,
                      *((check_git_settings, check_full_names, check_promisor, check_git_folders, check_owner, check_git_runs) if shutil.which("git") else ())):
            if only and check.__name__ not in only:
                continue
            started = time.monotonic()
            check(scratch)
            print(f"{check.__name__} ({time.monotonic() - started:.0f} s)")
    print(f"{failures} wrong")
    return failures > 0


if __name__ == "__main__":
    sys.exit(main())
