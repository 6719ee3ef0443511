#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is told from the bytes of a file changes no result: repositories of the golden cases, of the corpus
where it is there, and changed ones, once as they are and once with a --nox-command that nobody runs, for
whose sake every file is parsed. All that may differ is the error of a file that has nothing to do with Nox.
NCI_GLANCE sets the number of changed repositories, NCI_FUZZ_SEED what is done to them."""
import json
import os
import pathlib
import random
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402

CHANGED = int(os.environ.get("NCI_GLANCE", "300"))
SEED = os.environ.get("NCI_FUZZ_SEED") or str(random.randrange(1 << 30))
ALL = "--nox-command=nobody-runs-this"
SPELLED = (b"nox", b"nox", b"n'o'x", b'n"o"x', b'"n\\x6fx"', b"n\\ox", b"no\\x", b"n^ox", b"n`ox", b"n\"o'\"x", b"NOX",
           b"$'n\\157x'", b"n$'o'x", b"n''o\\\n          x", b'"n\\\n          ox"', b"tox", b"no x", b"n${X}ox", b"$NOX",
           b'"\\u006eox"', b"$'\\x6eo'x", b"'\\x64' nox")
INSERTED = (
    b"      - uses: ./.github/actions/a\n", b"      - uses: './.github/actions/a'\n", b"      - uses: ./a # b\n",
    b"      - \"uses\": \"\\x2e/a\"\n", b"      - uses: >-\n          ./a\n", b"      - uses:\n          ./a\n",
    b"      - ? uses\n        : ./a\n", b"      - uses: &b ./a\n      - uses: *b\n", b"      - {uses: ./a, name: b}\n",
    b"      - uses: ./a/\n", b"      - uses: $/a\n", b"      - uses: actions/cache@v4.1.0\n        with: {path: a, key: b}\n",
    b"      - run: gh run download\n", b"      - run: g'h' run \"download\"\n      - run: twine upload\n",
    b"      - run: gh >a run download -n b\n      - run: twine upload b\n", b"      - \"u\\x73es\": ./a\n",
    b"      - uses: actions/download-artifact@v4\n        with: {run-id: 1}\n      - run: twine upload a\n",
    b"      - run: nox\n", b"      - run: make\n", b"      - run: 'nox # \\u'\n",
)
ACTION = b"runs:\n  using: composite\n  steps:\n    - run: %s\n      shell: bash\n"
CALLS = b"on: %s\njobs:\n  call:\n    uses: ./.github/workflows/%s\n"


def known():
    golden = pathlib.Path(__file__).resolve().parent / "golden"
    return ([path / "in" for path in sorted(golden.iterdir()) if (path / "in").is_dir() and not (path / "prepare").exists()]
            + list(common.corpus_folders()))


def workflows(folder):
    return sorted(path for mark in (".github", ".forgejo", ".gitea")
                  for path in (folder / mark / "workflows").glob("*.y*ml") if path.is_file() and not path.is_symlink())


def put(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)


def change(rng, folder, texts):
    """A few changes of what matters here, in any of the repository's workflows."""
    for i in range(rng.randrange(3)):
        put(folder, f".github/workflows/other{i}.yml", rng.choice(texts))
    files = workflows(folder)
    for name in ("a", ".github/actions/a"):
        if rng.random() < 0.4:
            put(folder, f"{name}/action.yml", ACTION % rng.choice(SPELLED))
    if files and rng.random() < 0.4:
        put(folder, ".github/workflows/caller.yml", CALLS % (
            rng.choice((b"push", b"issue_comment", b"schedule", b"release")), rng.choice(files).name.encode()))
    for path in files:
        text = path.read_bytes()
        if rng.random() < 0.5:
            spelled = rng.choice(SPELLED)
            text = re.sub(rb"\bnox\b", lambda _: spelled, text)
        if rng.random() < 0.5:
            starts = [match.start() for match in re.finditer(rb"^      - ", text, re.M)]
            if starts:
                at = rng.choice(starts)
                text = text[:at] + rng.choice(INSERTED) + text[at:]
        if rng.random() < 0.1:
            at = rng.randrange(len(text) + 1)
            text = text[:at] + text[at + rng.randrange(20):]
        path.write_bytes(text)


def differ(folder):
    """The difference, or None."""
    for mode in (["--diff"], ["--check", "--format=json"], ["--list", "--format=json", "-v"]):
        quick, whole = (common.nci([*mode, *more], folder) for more in ([], [ALL]))
        if "--format=json" not in mode:
            if quick.stdout != whole.stdout:
                return f"{mode}: {quick.stdout[:300]!r} and {whole.stdout[:300]!r}"
            continue
        quick, whole = (json.loads(done.stdout)["files"] for done in (quick, whole))
        quick, whole = ({file["path"]: file for file in files} for files in (quick, whole))
        forgotten = {path for path, file in whole.items() if file["error"] and path in quick and quick[path]["error"] is None
                     and not quick[path]["jobs"]}
        # An action that is named where no step is, or by a file with an error, is found by the bytes alone.
        more = [path for path in quick if path not in whole and (
            quick[path]["kind"] != "action" or quick[path]["jobs"] or quick[path]["findings"])]
        less = [path for path in whole if path not in quick]
        if more or less:
            return f"{mode}: {more} more, {less} less"
        for path in set(quick) & set(whole) - forgotten:
            # What an action.yml without steps is, parsing tells.
            quick[path]["kind"] = whole[path]["kind"] if not whole[path]["jobs"] else quick[path]["kind"]
            if quick[path] != whole[path]:
                return f"{mode}: {json.dumps(quick[path])[:400]} and {json.dumps(whole[path])[:400]}"
    return None


def main():
    rng = random.Random(SEED)
    sources = known()
    texts = [path.read_bytes() for folder in sources for path in workflows(folder)]
    rounds = [(folder, False) for folder in sources] + [(rng.choice(sources), True) for _ in range(CHANGED)]
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="nci-glance-") as scratch:
        for number, (source, changed) in enumerate(rounds):
            folder = pathlib.Path(scratch) / str(number)
            common.copy_tree(source, folder)
            if changed:
                change(rng, folder, texts)
            difference = differ(folder)
            if difference:
                wrong += 1
                print(f"not ok: {source.parent.name if source.name == 'in' else source.name}"
                      f"{f', changed, number {number}' if changed else ''}: {difference}")
    print(f"{len(sources)} repositories, {CHANGED} changed ones with seed {SEED}, {wrong} wrong")
    return 1 if wrong or not sources else 0


if __name__ == "__main__":
    sys.exit(main())
