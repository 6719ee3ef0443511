#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests --commit with git: what it makes, that it changes nothing else, and that git am makes
the same tree from --patch."""
import os
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402  (beside this file)
from common import expect, failures  # noqa: E402

BRANCH = "task/ci-execution-time-nox-venv-caching"
SUBJECT = "chore(ci): cache .nox virtual environments between CI runs to reduce setup time"
WORKFLOW = """\
name: CI
on: push
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install nox
      - name: Lint
        run: nox -s lint
"""


def git(words, folder, **more):
    done = common.run(["git", *words], folder, **more)
    if done.returncode:
        raise OSError(f"git {' '.join(words)}: {done.stderr.decode(errors='replace')}")
    return done.stdout.decode(errors="surrogateescape").strip()


def make(folder, files, sha256=False, settings=()):
    """A repository with one commit on main."""
    folder.mkdir(parents=True)
    git(["init", "-q", "-b", "main", *(["--object-format=sha256"] if sha256 else [])], folder)
    for setting in settings:
        git(["config", *setting], folder)
    common.write_files(folder, files)
    git(["add", "-A"], folder)
    git(["commit", "-q", "-m", "start"], folder)
    return folder


def state(folder, branch):
    """Everything that --commit must not change: work tree, index, HEAD, and the other
    references."""
    refs = git(["for-each-ref", "--format=%(refname) %(objectname)"], folder).splitlines()
    return (common.tree(folder), (folder / ".git" / "index").read_bytes(),
            (folder / ".git" / "HEAD").read_bytes(), git(["rev-parse", "HEAD"], folder),
            [ref for ref in refs if not ref.startswith(f"refs/heads/{branch} ")], sorted(os.listdir(folder / ".git")))


def commit(folder, *words):
    """Runs --commit and checks that only the branch has changed."""
    branch = next((word[9:] for word in words if word.startswith("--branch=")), BRANCH)
    before = state(folder, branch)
    done = common.nci(["--commit", *words], folder)
    expect(state(folder, branch) == before, f"{folder.name}: something else than the branch was touched")
    return done


def tree_of(folder, revision):
    return git(["rev-parse", f"{revision}^{{tree}}"], folder)


PLAIN = {".github/workflows/ci.yml": WORKFLOW, "noxfile.py": "import nox\n", "uv.lock": "\n"}
CRLF = {".github/workflows/ci.yml": WORKFLOW.replace("\n", "\r\n"), "noxfile.py": "import nox\n"}
NAMES = {".github/workflows/a b.yml": WORKFLOW, ".github/workflows/é\U0001f600.yml": WORKFLOW,
         ".github/workflows/q\"uo\\te.yaml": WORKFLOW, "noxfile.py": "import nox\n",
         ".forgejo/workflows/long.yml": WORKFLOW + "      - run: echo " + "x" * 3000 + "\n"}
REPOSITORIES = [
    ("plain", PLAIN, False, ()),
    ("sha256", PLAIN, True, ()),
    ("crlf", CRLF, False, [("core.autocrlf", "false")]),
    ("crlf-sha256", CRLF, True, [("core.autocrlf", "false")]),
    ("autocrlf", CRLF, False, [("core.autocrlf", "true"), ("core.safecrlf", "false")]),
    ("autocrlf-input", CRLF, False, [("core.autocrlf", "input"), ("core.safecrlf", "false")]),
    ("eol-attribute", {**CRLF, ".gitattributes": "*.yml text eol=crlf\n"}, False, ()),
    ("names", NAMES, False, ()),
    ("names-sha256", NAMES, True, ()),
    ("quotepath", NAMES, False, [("core.quotePath", "false")]),
    ("split-index", PLAIN, False, [("core.splitIndex", "true")]),
    ("latin1", PLAIN, False, [("i18n.commitEncoding", "ISO-8859-1")]),
]


def check_repository(scratch, name, files, sha256, settings):
    folder = make(scratch / name, files, sha256, settings)
    words = ["--feature", "--trailer=Closes: #7425", "--trailer=Signed-off-by: Zoë <z@example.org>"]
    done = commit(folder, *words)
    made = done.stdout.decode().strip()
    expect(done.returncode == 0 and made == git(["rev-parse", BRANCH], folder), f"{name}: the id")
    expect(git(["log", "-1", "--format=%s", BRANCH], folder) == SUBJECT, f"{name}: the subject")
    expect(git(["rev-parse", f"{BRANCH}^"], folder) == git(["rev-parse", "main"], folder),
           f"{name}: its parent")
    expect(git(["log", "-1", "--format=%(trailers:key=Closes,valueonly)", BRANCH], folder) == "#7425",
           f"{name}: the trailer")
    expect(git(["fsck", "--strict"], folder) == "", f"{name}: git fsck")
    patch = common.nci(["--patch", *words], folder)
    git(["checkout", "-q", "-b", "applied"], folder)
    applied = common.run(["git", "am", "-q"], folder, patch.stdout)
    expect(applied.returncode == 0, f"{name}: git am: {applied.stderr.decode()}")
    expect(tree_of(folder, "applied") == tree_of(folder, BRANCH), f"{name}: git am makes another tree")
    expect(git(["log", "-1", "--format=%B", "applied"], folder)
           == git(["log", "-1", "--format=%B", BRANCH], folder), f"{name}: another message")
    expect(common.is_clean(folder), f"{name}: not clean after git am")
    expect(b"\nbase-commit: " + git(["rev-parse", "main"], folder).encode() in patch.stdout,
           f"{name}: no base-commit")
    again = commit(folder, *words, "--base=main")
    expect(again.returncode == 0 and again.stdout.decode().strip() == made, f"{name}: a second run")
    bare = scratch / f"{name}.git"
    git(["init", "-q", "--bare", *(["--object-format=sha256"] if sha256 else []), str(bare)], scratch)
    git(["push", "-q", str(bare), BRANCH], folder)
    expect(git(["rev-parse", BRANCH], bare) == made, f"{name}: the push")


def check_dirty(scratch):
    """Changes that are only in the work tree or the index are not committed."""
    clean = make(scratch / "clean", PLAIN)
    dirty = make(scratch / "dirty", PLAIN)
    (dirty / ".github/workflows/ci.yml").write_text("name: other\n")
    (dirty / ".github/workflows/new.yml").write_text(WORKFLOW)
    (dirty / "requirements.txt").write_text("nox\n")
    (dirty / "noxfile.py").write_text("import nox\nnox.options.reuse_venv = 'never'\n")
    git(["add", "noxfile.py"], dirty)
    for folder in (clean, dirty):
        expect(commit(folder).returncode == 0, f"{folder.name}: status")
    expect(tree_of(clean, BRANCH) == tree_of(dirty, BRANCH), "a dirty work tree leaks")
    patch = common.nci(["--patch"], dirty).stdout
    expect(b"requirements.txt" not in patch and b"new.yml" not in patch, "it leaks into the patch")


def check_branches(scratch):
    folder = make(scratch / "branches", PLAIN)
    git(["branch", BRANCH], folder)
    expect(commit(folder).returncode == 0, "a branch without work of its own is moved")
    git(["checkout", "-q", BRANCH], folder)
    done = commit(folder, "--force-branch", "--base=main")
    expect(done.returncode == 2 and b"checked out here" in done.stderr, "the current branch is safe")
    (folder / "other").write_text("x\n")
    git(["add", "-A"], folder)
    git(["commit", "-q", "-m", "other work"], folder)
    theirs = git(["rev-parse", "HEAD"], folder)
    git(["checkout", "-q", "main"], folder)
    done = commit(folder)
    expect(done.returncode == 2 and b"other commits (see --force-branch)" in done.stderr, "other work")
    expect(git(["rev-parse", BRANCH], folder) == theirs, "other work is kept")
    git(["worktree", "add", "-q", str(scratch / "tree"), BRANCH], folder)
    done = commit(folder, "--force-branch")
    expect(done.returncode == 2 and b"checked out in " in done.stderr, "a work tree's branch is safe")
    git(["worktree", "remove", str(scratch / "tree")], folder)
    done = commit(folder, "--force-branch")
    expect(done.returncode == 0 and git(["rev-parse", BRANCH], folder) != theirs, "--force-branch")
    for words, said in ((["--branch=a..b"], b"invalid branch name"), (["--base=gone"], b"not found"),
                        (["--date=x y z"], b"date"), (["--date=@99999999999999999999 +0000"], b"date"),
                        (["--date=@253402300800 +0000"], b"date out of range"), (["--author=me"], b"--author")):
        done = commit(folder, *words)
        expect(done.returncode == 2 and said in done.stderr and not done.stdout, f"{words} is refused")
    expect(commit(folder, ".github/workflows/gone.yml").returncode == 2, "a file that is not there")


def check_base(scratch):
    folder = make(scratch / "base", PLAIN)
    git(["checkout", "-q", "-b", "next"], folder)
    (folder / "uv.lock").unlink()
    git(["commit", "-q", "-a", "-m", "next"], folder)
    expect(commit(folder).returncode == 0, "base: status")
    expect("uv.lock" in git(["show", f"{BRANCH}:.github/workflows/ci.yml"], folder), "base is main")
    expect(commit(folder, "--base=next", "--branch=other").returncode == 0, "--base: status")
    expect("uv.lock" not in git(["show", "other:.github/workflows/ci.yml"], folder), "--base=next")
    clone = scratch / "clone"
    git(["clone", "-q", "--branch=next", str(folder), str(clone)], scratch)
    expect(commit(clone, "--base=main").returncode == 0, "a base that only the origin has")
    empty = scratch / "empty"
    git(["init", "-q", str(empty)], scratch)
    (empty / ".github/workflows").mkdir(parents=True)
    (empty / ".github/workflows/ci.yml").write_text(WORKFLOW)
    done = common.nci(["--commit"], empty)
    expect(done.returncode == 2 and b"the repository has no commits" in done.stderr, "an empty repository")
    plain = scratch / "no-git"
    shutil.copytree(empty, plain, ignore=shutil.ignore_patterns(".git"))
    done = common.nci(["--commit"], plain)
    expect(done.returncode == 2 and b"not a git repository" in done.stderr, "no repository")
    expect(common.nci(["--patch"], plain).stdout.startswith(b"From 0000"), "a patch without git")


def check_message(scratch):
    folder = make(scratch / "message", PLAIN, settings=[("user.name", "Jörg, \"J\""),
                                                        ("user.email", "j@example.org")])
    words = ["-m", "ci: Zwischenspeicher für 🐍\nX", "--body=From me\n---\nzwei  Zeilen",
             "--date=2026-02-03T04:05:06+05:30", "--author=Ä Ö <a@example.org>"]
    expect(commit(folder, *words).returncode == 0, "message: status")
    shown = git(["log", "-1", "--format=%s|%an|%ae|%aI|%cI|%b", BRANCH], folder)
    expect(shown == "ci: Zwischenspeicher für 🐍 X|Ä Ö|a@example.org|2026-02-03T04:05:06+05:30|"
           "2026-02-03T04:05:06+05:30|From me\n---\nzwei  Zeilen", f"message: {shown}")
    environment = dict(common.ENVIRONMENT)
    ids = []
    try:
        common.ENVIRONMENT.update(SOURCE_DATE_EPOCH="1700000000")
        for number in "12":
            ids.append(commit(folder, "--body=", f"--branch=epoch{number}").stdout)
        expect(ids[0] == ids[1] and ids[0], "SOURCE_DATE_EPOCH makes the id repeatable")
        expect(git(["log", "-1", "--format=%at %ct", "epoch1"], folder) == "1700000000 1700000000",
               "SOURCE_DATE_EPOCH")
        for epoch, said in (("1e9", b"not a number of seconds"), ("-1", b"not a number of seconds"),
                            ("9223372036854775807", b"date"), ("9" * 30, b"date")):
            common.ENVIRONMENT.update(SOURCE_DATE_EPOCH=epoch)
            done = common.nci(["--commit", "--branch=epoch4"], folder)
            expect(done.returncode == 2 and said in done.stderr and not done.stdout
                   and done.stderr.count(b"\n") == 1, f"SOURCE_DATE_EPOCH={epoch}: {done.stderr}")
        common.ENVIRONMENT.update(SOURCE_DATE_EPOCH="1700000000")
        common.ENVIRONMENT.update(GIT_DIR="/nowhere", GIT_INDEX_FILE="/nowhere")
        done = common.nci(["--commit", "--body=", "--branch=epoch3"], folder)
        expect(done.stdout == ids[0], "GIT_DIR leads elsewhere")
    finally:
        common.ENVIRONMENT.clear()
        common.ENVIRONMENT.update(environment)


def check_signature(scratch):
    if not shutil.which("ssh-keygen"):
        print("no ssh-keygen: signing not judged")
        return
    key = scratch / "key"
    common.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], scratch)
    allowed = scratch / "allowed"
    allowed.write_text("* " + key.with_suffix(".pub").read_text())
    folder = make(scratch / "signed", PLAIN)
    settings = scratch / "signing.gitconfig"

    def signed(branch):
        return common.git(["-c", f"gpg.ssh.allowedSignersFile={allowed}", "verify-commit", branch],
                          folder).returncode == 0

    environment = dict(common.ENVIRONMENT)
    try:
        common.ENVIRONMENT["GIT_CONFIG_GLOBAL"] = str(settings)
        for name, rows, words, want in (
                ("wanted", [("gpg.format", "ssh"), ("user.signingkey", str(key)),
                            ("commit.gpgSign", "true")], [], True),
                ("unwanted", [("gpg.format", "ssh"), ("user.signingkey", str(key))], [], False),
                ("asked", [("gpg.format", "ssh"), ("user.signingkey", str(key))], ["--sign"], True),
                ("key", [("gpg.format", "ssh")], [f"--sign={key}"], True)):
            settings.write_text("")
            for row in rows:
                git(["config", "--file", str(settings), *row], folder)
            done = commit(folder, f"--branch={name}", *words)
            expect(done.returncode == 0 and signed(name) == want, f"signature: {name}: {done.stderr}")
        for name, row, words in (("nowhere", ("user.signingkey", "/nowhere"), ["--sign"]),
                                 ("none", ("user.name", "A"), ["--sign"])):
            settings.write_text("[gpg]\n\tformat = ssh\n")
            git(["config", "--file", str(settings), *row], folder)
            done = commit(folder, f"--branch={name}", *words)
            expect(done.returncode == 2 and not common.git(["rev-parse", "-q", "--verify", name],
                                                           folder).stdout, f"{name}: no key, no commit")
    finally:
        common.ENVIRONMENT.clear()
        common.ENVIRONMENT.update(environment)


def check_hostile(scratch):
    """Trees that no checkout would make: nothing may be written outside the scratch folder."""
    folder = make(scratch / "hostile", PLAIN)
    blob = git(["hash-object", "-w", "--stdin"], folder, text=WORKFLOW.encode())
    target = scratch / "outside"
    target.mkdir()
    link = git(["hash-object", "-w", "--stdin"], folder, text=str(target).encode())
    inner = git(["mktree"], folder, text=f"100644 blob {blob}\tx.yml\n".encode())
    rows = git(["ls-tree", "main"], folder).splitlines()
    rows += [f"120000 blob {link}\tescape", f"040000 tree {inner}\tescapf"]
    tree = git(["mktree"], folder, text=("\n".join(rows) + "\n").encode())
    # A link and a folder of the same name, and a folder called "..".
    raw = common.run(["git", "cat-file", "tree", tree], folder).stdout
    for name in (b"escape", b"..", b".git"):
        evil = raw.replace(b"escapf", name)
        done = common.run(["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"], folder,
                          evil)
        made = git(["commit-tree", "-m", "evil", done.stdout.decode().strip()], folder)
        common.nci(["--commit", f"--base={made}", f"--branch=evil-{name.strip(b'.').hex()}"], folder)
        common.nci(["--patch", f"--base={made}"], folder)
        expect(not list(target.iterdir()), f"a tree with {name} writes outside")


def main():
    with tempfile.TemporaryDirectory(prefix="nci-commit-") as scratch:
        scratch = pathlib.Path(scratch)
        temporary = scratch / "tmp"
        temporary.mkdir()
        common.ENVIRONMENT["TMPDIR"] = str(temporary)
        for row in REPOSITORIES:
            check_repository(scratch, *row)
        for check in (check_dirty, check_branches, check_base, check_message, check_signature,
                      check_hostile):
            check(scratch)
        expect(not list(temporary.iterdir()), "scratch folders are left")
    print(f"{len(failures)} wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
