#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs --commit over a thousand repositories in one call, a tenth of them broken: every sound
one gets its commit, every broken one its error, and nothing else changes. NCI_BATCH sets their
number."""
import collections
import hashlib
import json
import os
import pathlib
import shutil
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402  (beside this file)
from common import expect, failures  # noqa: E402

BRANCH = "task/ci-execution-time-nox-venv-caching"
COUNT = int(os.environ.get("NCI_BATCH", "1000"))


def git(words, folder, text=None):
    done = common.run(["git", *words], folder, text)
    if done.returncode:
        raise OSError(f"git {' '.join(words)}: {done.stderr.decode(errors='replace')}")
    return done.stdout.decode().strip()


def sources():
    """Small repositories: from the corpus, if available, and the golden cases."""
    golden = pathlib.Path(__file__).resolve().parent / "golden"
    found = [p for p in common.corpus_folders() if b"nox" in b"".join(
        f.read_bytes() for f in p.rglob("*.y*ml") if f.is_file())]
    found += [p / "in" for p in sorted(golden.iterdir())
              if (p / "in").is_dir() and not (p / "root").exists() and not (p / "prepare").exists()]
    return found


def make_model(source, folder):
    """A repository with one commit, and the tree that its new commit must have (None: no
    commit)."""
    common.copy_tree(source, folder)
    git(["init", "-q", "-b", "main", "--template="], folder)
    git(["config", "core.autocrlf", "false"], folder)
    git(["add", "-A", "-f"], folder)
    git(["commit", "-q", "--allow-empty", "-m", "start"], folder)
    wanted = folder.with_name(folder.name + "-wanted")
    shutil.copytree(folder, wanted, symlinks=True)
    done = common.nci(["--in-place"], wanted)
    git(["add", "-A", "-f"], wanted)
    tree = git(["write-tree"], wanted)
    changed = tree != git(["rev-parse", "HEAD^{tree}"], wanted)
    shutil.rmtree(wanted)
    return tree if changed else None, done.returncode


def break_git(folder):
    shutil.rmtree(folder / ".git")
    (folder / ".git").write_text("gitdir: /nowhere\n")


def break_yaml(folder):
    for path in folder.rglob("*.y*ml"):
        path.write_text("a: [ # nox\n")
    git(["commit", "-q", "-a", "-m", "broken"], folder)


def break_objects(folder):
    """Removes the content of one workflow."""
    path = next(p for p in sorted(folder.rglob("*.y*ml")) if "workflows" in p.parts)
    blob = git(["rev-parse", f"HEAD:{path.relative_to(folder)}"], folder)
    target = folder / ".git/objects" / blob[:2] / blob[2:]
    target.chmod(0o600)
    target.unlink()


def break_branch(folder):
    git(["branch", BRANCH, git(["commit-tree", "-m", "other", "HEAD^{tree}"], folder)], folder)


def break_commits(folder):
    shutil.rmtree(folder / ".git/refs/heads")
    (folder / ".git/refs/heads").mkdir()


BREAKS = [break_git, break_yaml, break_objects, break_branch, break_commits, shutil.rmtree]


def state(folder):
    """A hash of everything but the objects and the branch."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if name.startswith(".git/objects") or name.startswith(".git/logs/refs/heads/task") \
                or name.startswith(".git/refs/heads/task") or name == ".git/logs" \
                or name.startswith(".git/logs/refs") or path.is_dir() and not path.is_symlink():
            continue
        digest.update(name.encode("utf-8", "surrogateescape") + b"\0")
        digest.update(os.readlink(path).encode() if path.is_symlink() else path.read_bytes())
    return digest.hexdigest()


def make_all(scratch):
    """The repositories: path, the tree of the commit to be made, and how it was broken."""
    models = []
    for number, source in enumerate(sources()):
        folder = scratch / "models" / str(number)
        tree, status = make_model(source, folder)
        models.append((folder, tree, status))
    expect(sum(tree is not None for _, tree, _ in models) > 30, "too few models that change")
    changing = [model for model in models if model[1] is not None and model[2] == 0]
    made = []
    for number in range(COUNT):
        broken = BREAKS[number // 10 % len(BREAKS)] if number % 10 == 0 else None
        choice = changing if broken else models
        model, tree, status = choice[number % len(choice)]
        folder = scratch / "all" / f"repository {number}"
        shutil.copytree(model, folder, symlinks=True)
        if broken:
            broken(folder)
        made.append((folder, None if broken else tree, broken, status))
    return made


def check_one(folder, tree, broken, status, results, before):
    if broken is shutil.rmtree:
        expect(not folder.exists(), f"{folder.name} was made")
    else:
        expect(state(folder) == before, f"{folder.name}: something else has changed")
    expect(results is not None, f"{folder.name}: no result")
    if not results:
        return
    if broken:
        expect(results["status"] == "error" and results["error"] and not results["commit"],
               f"{folder.name}, {broken.__name__}: {results}")
        return
    expect(bool(results["error"]) == (status != 0), f"{folder.name}: error {results['error']}")
    expect((results["status"] == "committed") == (tree is not None), f"{folder.name}: {results['status']}")
    if tree:
        found = git(["rev-parse", f"refs/heads/{BRANCH}", f"{BRANCH}^{{tree}}", f"{BRANCH}^"], folder)
        expect(found.split() == [results["commit"], tree, results["base"]], f"{folder.name}: {found}")


def main():
    if len(common.corpus_folders()) == 0 and "NCI_BATCH" not in os.environ:
        print("no corpus beside the checkout: the golden cases alone")
    with tempfile.TemporaryDirectory(prefix="nci-batch-") as scratch:
        scratch = pathlib.Path(scratch)
        (scratch / "tmp").mkdir()
        common.ENVIRONMENT["TMPDIR"] = str(scratch / "tmp")
        made = make_all(scratch)
        before = {folder: state(folder) for folder, *_ in made}
        start = time.monotonic()
        done = common.run([common.NCI, "--commit", "--format=json", "-j2",
                           *(folder for folder, *_ in made)], scratch, timeout=600)
        seconds = time.monotonic() - start
        expect(done.returncode == 2, f"status {done.returncode}: {done.stderr[:2000]}")
        results = json.loads(done.stdout)["repositories"]
        order = [row["path"] for row in results]
        expect(order == [str(folder) for folder, *_ in made], "not in the order of the command line")
        by_path = {row["path"]: row for row in results}
        for folder, tree, broken, status in made:
            check_one(folder, tree, broken, status, by_path.get(str(folder)), before[folder])
        expect(not list((scratch / "tmp").iterdir()), "scratch folders are left")
        one_by_one = common.run([common.NCI, "--list", "--format=json", *order[1:10]], scratch)
        parallel = common.run([common.NCI, "--list", "--format=json", "-j4", *order[1:10]], scratch)
        expect(one_by_one.stdout == parallel.stdout and json.loads(parallel.stdout)["files"],
               "-j changes what is printed")
        print(f"{len(made)} repositories in {seconds:.1f} s:",
              dict(collections.Counter(row["status"] for row in results)))
    print(f"{len(failures)} wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
