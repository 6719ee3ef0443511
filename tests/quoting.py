#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests hostile names at each place where the program writes them: nothing breaks out of an
expression, a scalar, a comment, a table or a Python string. Checked with GitHub's workflow
parser and evaluator, two other readers of YAML, behave and the official Gherkin parser (if Node
20 is available)."""
import ast
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import yaml

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import common  # noqa: E402  (beside this file)
from common import expect, failures  # noqa: E402

WORKFLOW = ".github/workflows/ci.yml"
FEATURE = "features/ci_workflow_validation.feature"
STEPS = "features/steps/nox_cache_steps.py"
HEAD = "Linux-X64-nox-"
RUN = {"token": "LEAKED", "workspace": "/w"}
VERSION = {"steps": {"setup-python": {"outputs": {"python-version": "3.12.4"}}}}
NEL, LS, BOM, C1 = "\x85", "\u2028", "\ufeff", "\x9b"


def workflow(steps, job="", before="", name="j", setup="      - uses: actions/setup-python@v5\n"):
    """A workflow of one job: lines of its steps, of the job, and of the text before it."""
    return (f"on: push\n{before}jobs:\n  {name}:\n    runs-on: ubuntu-latest\n{job}    steps:\n"
            f"      - uses: actions/checkout@v4\n{setup}{steps}")


def want(key, path=".nox", files="noxfile.py"):
    """The expected cache step; key is the part between the job and the hash."""
    return {"path": path, "key": f"{HEAD}{key}-H({files})", "restore": f"{HEAD}{key}-"}


NOX = "      - run: nox\n"
SIMPLE = workflow(NOX)
PLAIN = want("j-3.12.4")
ASKED = {"steps": {"nox-python": {"outputs": {"version": "3.11.2"}}}}
PROBE = {"run": "python3 -c \"import sys; print('version=' + sys.version.split()[0])\" >> \"$GITHUB_OUTPUT\""}
PROBED = [PROBE, want("j-3.11.2")]
# The hashed files if the repository's files are unknown.
UNSEEN = ["noxfile.py", "*.toml", "*.lock", "setup.*", "*requirements*", "*constraints*"]


def case(name, text, wanted, files=None, words=(), context=None, rows=None, path=None):
    """files: in addition to the workflow and noxfile.py; wanted: each new step, or None if the
    command line is rejected; rows: the number of steps in the feature file, if not all."""
    return {"name": name, "text": text, "want": wanted, "files": files or {}, "words": list(words),
            "context": {**(context or VERSION), "github": {"job": "j", **RUN}},
            "path": path or ("action.yml" if text.startswith("name:") else WORKFLOW),
            "rows": sum("key" in step for step in wanted or []) if rows is None else rows}


def file_cases():
    for name in ("requirements'.txt", "requirements}}.txt", "requirements${{ secrets.X }}.txt", "requirements\n.txt",
                 f"requirements{NEL}.txt", f"requirements{LS}.txt", f"requirements{C1}.txt", f"requirements{BOM}.txt",
                 "requirements\".txt", "requirements,.txt", "requirements').txt", "requirements\\.txt",
                 "requirements[a].txt", "requirements#.txt", "requirements\x7f.txt", "requirements\t.txt",
                 b"requirements\xff.txt"):
        yield case(f"file {name!r}", SIMPLE, [want("j-3.12.4", files="noxfile.py|requirements*.txt")], {name: ""})
    yield case("file with letters", SIMPLE, [want("j-3.12.4", files="noxfile.py|requirements-é.txt")],
               {"requirements-é.txt": ""})
    for name, pattern in (("it's.py", "it?s.py"), ("a}}b.py", "a??b.py"), ("a,b.py", "a?b.py"), ("é.py", "é.py")):
        yield case(f"noxfile {name!r}", workflow(f"      - run: nox -f \"{name}\"\n"),
                   [want("j-3.12.4", files=pattern)], {name: "import nox\n"})


def folder_cases():
    for name, pattern in (("it's", "it?s"), ("a}}b", "a??b"), ("a\"b", "a?b"), ("a: b #c", "a: b ?c"), ("{a}", "?a?"),
                          ("a b", "a b"), ("é", "é"), ("- a", "- a"), ("a&b|c;d", "a&b|c;d"), ("null", "null")):
        step = f"      - run: nox\n        working-directory: {json.dumps(name)}\n"
        yield case(f"folder {name!r}", workflow(step),
                   [want(f"j-{name}-3.12.4", f"{name}/.nox", f"{pattern}/noxfile.py")],
                   {f"{name}/noxfile.py": "import nox\n"})
    yield case("folder with a comma", workflow("      - run: nox\n        working-directory: a,b\n"),
               [want(f"j-a-{fnv('a,b')}-3.12.4", "a,b/.nox", "a?b/noxfile.py")], {"a,b/noxfile.py": "import nox\n"})
    yield case("folder that is an expression", workflow("      - run: nox\n        working-directory: ${{ env['a b'] }}\n"),
               [want("j-3.12.4", "it's/.nox", "|".join("it's/" + name for name in UNSEEN))],
               context={**VERSION, "env": {"a b": "it's"}})
    for name in ("a\nb", f"a{NEL}b", f"a{LS}b", f"a{C1}b", f"{BOM}a", "a\x7f", "a\tb", "${{ secrets.X }}", "${{ a b }}",
                 "${{ github['TOKEN'] }}", "a\u202eb"):
        step = f"      - run: nox\n        working-directory: {json.dumps(name)}\n"
        yield case(f"folder {name!r}", workflow(step), [])


def fnv(text):
    """FNV-1a, 64 bits."""
    value = 14695981039346656037
    for byte in text.encode():
        value = (value ^ byte) * 1099511628211 & (1 << 64) - 1
    return f"{value:016x}"


def environment_cases():
    for word, path in (("\"it's\"", "it's"), ("'a\"b'", "a\"b"), ("'{a}}'", "{a}}"), ("\"a: b\"", "a: b"), ("é", "é")):
        key = path.replace("/", "-")
        yield case(f"--envdir {word}", workflow(f"      - run: |\n          nox --envdir {word}\n"),
                   [want(f"j-{key}-3.12.4", path)])
    for word in ("$'a\\nb'", "'a\nb'", "$'a\\x1bb'", f"'a{NEL}b'", f"'a{LS}- run: evil'", f"'a{C1}b'",
                 "'$'{{secrets.X}}", "'$'\"{{ secrets.X }}\"", "\"$\"'{''{ secrets.X }}'", "$'\\x24{{ secrets.X }}'",
                 "\"a\nb\"", "'${{ a b }}'"):
        yield case(f"--envdir {word!r}", workflow("      - run: " + json.dumps(f"nox --envdir {word}") + "\n"), [])


def matrix_cases():
    for name, access in (("s e", "['s e']"), ("s.e", "['s.e']"), ("s'e", "['s''e']"), ("1", "['1']"), ("é", "['é']"),
                         ("S", ".s"), ("-s", "['-s']"), ("s\"e", "['s\"e']"), ("s:", "['s:']")):
        job = f"    strategy: {{matrix: {{{json.dumps(name, ensure_ascii=False)}: [x, y]}}}}\n"
        step = f"      - run: |\n          nox -s ${{{{ matrix{access} }}}}\n"
        yield case(f"member {name!r}", workflow(step, job), [want("j-x-3.12.4")],
                   context={**VERSION, "matrix": {name: "x"}})
    for name in ("s}}", "s\n", f"s{NEL}", f"s{LS}", f"s{C1}"):
        job = f"    strategy: {{matrix: {{{json.dumps(name)}: [x, y]}}}}\n"
        step = f"      - run: {json.dumps('nox -s ${{ matrix[' + repr_of(name) + '] }}')}\n"
        yield case(f"member {name!r}", workflow(step, job), [want("j-0-3.12.4")], rows=int(name in ("s}}", "s\n")))
    yield case("the matrix as a whole", workflow("      - run: echo '${{ toJSON(matrix) }}' && nox\n",
                                                 "    strategy: {matrix: {s: [x, y]}}\n"), [want("j-0-3.12.4")])
    yield case("many members", workflow("      - run: nox " + " ".join(f"${{{{ matrix.s{i} }}}}" for i in range(500)) + "\n",
               "    strategy:\n      matrix:\n" + "".join(f"        s{i}: [x, y]\n" for i in range(500))),
               [want("j-0-3.12.4")])


def repr_of(name):
    return "'" + name.replace("'", "''") + "'"


def python_cases():
    for name in ("python version", "python.version", "python'version", "PYTHON.VERSION", "py\"", "py #"):
        quoted = json.dumps(name)
        yield case(f"matrix {name!r}", workflow(NOX, f"    strategy: {{matrix: {{{quoted}: ['3.12', '3.13']}}}}\n", setup=""),
                   PROBED, context={"matrix": {name: "3.12"}, **ASKED})
        yield case(f"env {name!r}", workflow(NOX, f"    env: {{{quoted}: '3.12'}}\n", setup=""), PROBED,
                   context={"env": {name: "3.12"}, **ASKED})
        action = (f"name: a\ndescription: a\ninputs:\n  {quoted}: {{description: a}}\nruns:\n  using: composite\n"
                  "  steps:\n    - run: nox\n      shell: bash\n")
        yield case(f"input {name!r}", action,
                   [{**PROBE, "shell": "bash"}, want("j-3.11.2-/w", files="|".join(UNSEEN))],
                   context={"inputs": {name: "3.12"}, **ASKED})
    for name in ("python}}", "python ${{ secrets.X }}", "python\n", f"python{NEL}", f"python{LS}", f"python{C1}"):
        yield case(f"matrix {name!r}", workflow(NOX, f"    strategy: {{matrix: {{{json.dumps(name)}: ['3.12']}}}}\n", setup=""),
                   PROBED, context=ASKED)
    for image in ("it's: #1", "a\"b", "python:3.12@sha256:0", "&a", "*", "a }} b", "é"):
        yield case(f"image {image!r}", workflow(NOX, f"    container: {json.dumps(image, ensure_ascii=False)}\n", setup=""),
                   [want(f"j-{image}")])
    yield case("image that is an expression", workflow(NOX, "    container: \"py:${{ matrix['a b'] }}\"\n    strategy: "
               "{matrix: {a b: [x]}}\n", setup=""), [want("j-py:x")], context={"matrix": {"a b": "x"}})
    for image in ("a,b", "a\nb", f"a{NEL}b", f"a{LS}- run: evil", f"a{C1}", "${{ secrets.X }}", "x ${{ matrix.a",
                  "${{ github.token }}", "${{ toJSON(github) }}"):
        yield case(f"image {image!r}", workflow(NOX, f"    container: {json.dumps(image)}\n", setup=""), PROBED, context=ASKED)
    for image in ("$'py\\x9b'", f"py{LS}", "py{a}", "${{ secrets.X }}", "${{ github.token }}", "'$'{{inputs.a}}"):
        step = json.dumps(f"docker run -v $PWD:/src -w /src {image} nox")
        yield case(f"docker run {image!r}", workflow(f"      - run: {step}\n"), [])
    for name in ("it's", "a.b", "a b", "1"):
        setup = f"      - uses: actions/setup-python@v5\n        id: {json.dumps(name)}\n"
        yield case(f"id {name!r}", workflow(NOX, setup=setup), [PLAIN],
                   context={"steps": {name: {"outputs": {"python-version": "3.12.4"}}}})
    for name in ("a\nb", "a}}", "${{ secrets.X }}", f"a{LS}"):
        setup = f"      - uses: actions/setup-python@v5\n        id: {json.dumps(name)}\n"
        yield case(f"id {name!r}", workflow(NOX, setup=setup), PROBED, context=ASKED)
    for shell in ("bash {0} # it's", "bash -c \"{0}\": x"):
        yield case(f"shell {shell!r}", workflow(f"      - run: nox\n        shell: {json.dumps(shell)}\n", setup=""),
                   [{**PROBE, "shell": shell}, PROBED[1]], context=ASKED)
    for shell in (f"bash{LS}", "bash ${{ secrets.X }}"):
        yield case(f"shell {shell!r}", workflow(f"      - run: nox\n        shell: {json.dumps(shell)}\n", setup=""),
                   PROBED, context=ASKED)


def option_cases():
    for pattern in ("a'b", "a''b", "'", "a\"b", "a: b #c", "a,b", "**/*.txt", "é", "${{"[:2] + "x"):
        yield case(f"--hash-file {pattern!r}", SIMPLE, [want("j-3.12.4", files=pattern)],
                   {pattern.replace("**/*", "x"): ""},
                   [f"--hash-file={pattern}"])
    yield case("--hash-file with an expression", SIMPLE, [want("j-3.12.4", files="it's/{a'b}")], {},
               ["--hash-file=${{ env['a b'] }}/{a'b}"], {**VERSION, "env": {"a b": "it's"}})
    files = {str(i): "" for i in range(256)}
    yield case("many --hash-file", SIMPLE, [], files, [f"--hash-file={i}" for i in range(256)])
    yield case("as many --hash-file as there may be", SIMPLE, [want("j-3.12.4", files="|".join(map(str, range(255))))],
               files, [f"--hash-file={i}" for i in range(255)])
    yield case("--action with a quote", SIMPLE, [PLAIN], {}, ["--action=actions/cache@it's:#1\""])
    for words in (["--action=a/b@v1\n- run: evil"], ["--action=a/b@v1 # x"], ["--action=${{ secrets.X }}"],
                  ["--hash-file=a\nb"], ["--hash-file=a}}b"], [f"--hash-file={LS}"], ["--hash-file=${{ a b }}"]):
        yield case(f"{words}", SIMPLE, None, {}, words)


def noxfile_cases():
    """Files that a noxfile's installs read: plain names with any characters."""
    for name, pattern in (("it's.txt", "|it?s.txt"), ("a}}b.txt", "|a??b.txt"), ("${{ github.sha }}.txt", ""),
                          ("${{ secrets.X }}/a.txt", ""), (f"a{LS}.txt", "")):
        noxfile = f"import nox\n\n\n@nox.session\ndef a(session):\n    session.install('-r', {json.dumps(name)})\n"
        yield case(f"install {name!r}", SIMPLE, [want("j-3.12.4", files="noxfile.py" + pattern)],
                   {name: "", "noxfile.py": noxfile})


def label_cases():
    for label in ("a|b", "a\\b", "a\\", "\\n", "a \\| b", "# a", "\"a\"", "it's", "<x>", "é | ", "*"):
        yield case(f"label {label!r}", workflow(f"      - name: {json.dumps(label)}\n        run: nox\n"), [PLAIN])
    for label in (f"a{C1}b", f"a{LS}b", "a\tb", "<path> b", "a\x1bb"):
        yield case(f"label {label!r}", workflow(f"      - name: {json.dumps(label)}\n        run: nox\n"), [PLAIN], rows=0)


MAINTAINED = """\
      # Nox's environments (x) are kept between runs. Maintained by nox-cache-inject.
      - name: Cache Nox environments
        id: cache-nox
        uses: actions/cache@v6
        with:
          path: {path}
          key: {old}
          restore-keys: {lines}
"""


def style_cases():
    """The same texts in each style of scalar, new and maintained."""
    name, pattern = "it's, {a}: \"b\" #", "it?s? ?a?: ?b? ?"
    files = {f"{name}/noxfile.py": "import nox\n"}
    wanted = want(f"j-it's-{fnv(name)}-3.12.4", f"{name}/.nox", f"{pattern}/noxfile.py")
    folder = json.dumps(name)
    for text in (f"    steps: [{{uses: actions/checkout@v4}}, {{uses: actions/setup-python@v5}}, "
                 f"{{run: nox, working-directory: {folder}}}]\n",
                 f"    steps: [\n      {{uses: actions/checkout@v4}},\n      {{uses: actions/setup-python@v5}},\n"
                 f"      {{run: nox, working-directory: {folder}}}\n    ]\n",
                 f"    steps:\n      - {{uses: actions/checkout@v4}}\n      - {{uses: actions/setup-python@v5}}\n"
                 f"      - {{run: nox, working-directory: {folder}}}\n"):
        yield case("flow", workflow("")[:workflow("").index("    steps:")] + text, [wanted], files)
    for old, lines in (("a-b", "|\n            a-"), ("'a-b'", "'a-'"), ('"a-b"', '"a-"'), ("a-b", "a-"),
                       ("|-\n            a-b", "|-\n            a-")):
        step = MAINTAINED.format(path=json.dumps(f"{name}/.nox"), old=old, lines=lines)
        yield case(f"maintained {old!r}", workflow(f"{step}      - run: nox -r\n        working-directory: {folder}\n"),
                   [wanted], files)


def name_cases():
    """A job's id with another job, and a workflow's name with another workflow."""
    for name, rows in (("k\n      - run: evil\n  x", 1), (f"k{LS}      - run: evil", 1), ("k #", 2), ("k'}}", 2), ("k\x1b", 1)):
        second = "".join(workflow(NOX, name="k").partition("  k:\n")[1:])
        text = SIMPLE + second.replace("  k:\n", f"  {json.dumps(name)}:\n")
        yield case(f"second job {name!r}", text, [PLAIN, PLAIN], rows=rows)
        text = workflow(NOX, name=json.dumps(name)) + second.replace("  k:\n", "  j:\n")
        yield case(f"first job {name!r}", text, [PLAIN, PLAIN], rows=rows)
    for name, part in (("it's", "it's"), ("${{ secrets.X }}", "${{ secrets.X }}"), ("a}}b", "a}}b"), ("a: b #c", "a: b #c"),
                       ("a,b", "a-" + fnv("a,b")), (f"a{C1}", "a-" + fnv(f"a{C1}")), ("a\nb", "a-" + fnv("a\nb")),
                       ("é" * 100, "é" * 50 + "-" + fnv("é" * 100))):
        yield case(f"workflow {name!r}", SIMPLE, [want(f"{part}-j-3.12.4")], {".github/workflows/other.yml": SIMPLE},
                   rows=int(C1 not in name and "\n" not in name), path=f".github/workflows/{name}.yml")


# ------------------------------------------------------------------ repositories

def together(cases):
    """One repository for all cases: each gets its own workflow, job and part of the key."""
    files, paths = {"noxfile.py": "import nox\n"}, {}
    for number, c in enumerate(cases):
        job = f"c{number}"
        if c["path"] == WORKFLOW:
            c["path"] = f".github/workflows/{job}.yml"
            c["text"] = c["text"].replace("\n  j:\n", f"\n  {job}:\n")
            c["context"]["github"] = {"job": job, **RUN}
            c["want"] = json.loads(json.dumps(c["want"]).replace("-nox-j-", f"-nox-{job}-"))
        else:
            c["path"] = f"{job}/action.yml"
        paths[c["path"]] = c
        files.update({**c["files"], c["path"]: c["text"]})
    return {"files": files, "cases": paths, "words": []}


def alone(c):
    return {"files": {"noxfile.py": "import nox\n", **c["files"], c["path"]: c["text"]}, "cases": {c["path"]: c},
            "words": c["words"]}


def write_files(folder, files):
    """Like common.write_files, for names with any bytes."""
    for name, data in files.items():
        full = os.path.join(os.fsencode(folder), os.fsencode(name))
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as file:
            file.write(data.encode())


# ------------------------------------------------------------------ judging

def is_new(step):
    return step.get("name") == "Cache Nox environments" or str(step.get("id", "")).startswith("nox-python")


def new_steps(text):
    """The new steps as PyYAML, which reads YAML 1.1, parses them."""
    try:
        document = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        return [{"error": str(error)}]
    jobs = document.get("jobs", {"it": document.get("runs")}).values()
    return [step for job in jobs for step in job["steps"] if is_new(step)]


def comments_are_lines(before, after):
    """Each new comment line is one of ours, and no other line has our words."""
    for line in set(after.split("\n")) - set(before.split("\n")):
        if line.strip().startswith("#"):
            expect(all(ord(c) >= 0x20 and c not in (NEL, LS, BOM, "\x7f") for c in line), f"a comment: {line!r}")


def run_repository(repository, scratch):
    """Checks that all modes agree on the new bytes. Returns each case with its results."""
    base = scratch / "base"
    base.mkdir(parents=True)
    write_files(base, repository["files"])
    common.git_init(base)
    names = ", ".join(c["name"] for c in repository["cases"].values())[:100]
    actions = [path for path in repository["cases"] if path.endswith("action.yml")]
    words = [*repository["words"], *([".", *actions] if actions else [])]
    first = common.nci(["--diff", *words], base)
    if any(c["want"] is None for c in repository["cases"].values()):
        expect(first.returncode == 2 and not first.stdout, f"{names}: is not refused")
        return []
    expect(first.returncode == 0, f"{names}: {first.stderr.decode(errors='replace')}")
    problem = common.round_trip(words, base, scratch, first)
    expect(not problem or not first.stdout, f"{names}: {problem}")
    made = []
    for path, c in repository["cases"].items():
        before, after = c["text"], (scratch / "in-place" / path).read_bytes().decode()
        expect(bool(c["want"]) == (before != after), f"{c['name']}: changed is {before != after}")
        comments_are_lines(before, after)
        if c["want"]:
            made.append({**c, "before": before, "after": after, "read": new_steps(after)})
    feature = check_feature(names, scratch, words) if made else None
    for c in made:
        c["feature"] = str(feature)
    expect(feature or not any(c["rows"] for c in made), f"{names}: no scenarios")
    return made


def check_feature(names, scratch, words):
    """The scenarios of the new text pass with behave, and the module is valid Python."""
    folder = scratch / "feature"
    common.copy_tree(scratch / "in-place", folder)
    done = common.nci(["--in-place", "--feature", *words], folder)
    expect(done.returncode == 0, f"{names}: --feature: {done.stderr.decode(errors='replace')}")
    if not (folder / FEATURE).exists():
        return None
    ast.parse((folder / STEPS).read_text(encoding="utf-8"))
    if shutil.which("behave"):
        done = common.run(["behave", "--no-color", "--format=progress", FEATURE], folder)
        expect(done.returncode == 0, f"{names}: behave: {done.stdout.decode(errors='replace')}")
    return folder / FEATURE


# ------------------------------------------------------------------ judges

def judge_rows(c, rows):
    """The table describes the cache steps of the case."""
    own = [row for row in rows if row[0] == c["path"]]
    expect(len(own) == c["rows"], f"{c['name']}: {len(own)} rows, expected {c['rows']}")
    caches = [step["with"] for step in c["read"] if "with" in step]
    for row in own:
        expect(any(row[3] == ", ".join(cache["path"].split("\n")).strip(", ") and f"-{row[4]}-" in cache["key"]
                   and cache["key"].endswith(f"-${{{{ hashFiles({row[5]}) }}}}") for cache in caches),
               f"{c['name']}: no step for {row}")


def judge(made):
    """Checks with GitHub's parser and evaluator, eemeli's yaml, and the official Gherkin parser."""
    oracle = subprocess.run([str(HERE / "oracles/folder")], capture_output=True, text=True).stdout.strip()
    if not shutil.which("node") or not os.path.isdir(f"{oracle}/node_modules/@cucumber"):
        print("no judges: run scripts/bootstrap --tests")
        expect(os.environ.get("CI") != "true", "the judges are missing")
        return
    environment = {**os.environ, "ORACLE_NPM": oracle}

    def run(script, *words):
        return subprocess.run(["node", HERE / "oracles" / script, *words], env=environment, capture_output=True, text=True)

    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump([{**c, "files": None} for c in made], file)
        file.flush()
        for script in ("judge.mjs", "quoting.mjs"):
            done = run(script, file.name)
            print(done.stdout.strip())
            expect(done.returncode == 0, f"{script}: {done.stderr.strip()}")
    done = run("gherkin.mjs", *{c["feature"] for c in made if c["feature"] != "None"})
    expect(done.returncode == 0, f"the Gherkin parser refuses: {done.stderr}")
    read = json.loads(done.stdout)
    for c in made:
        judge_rows(c, [row for scenario in read.get(c["feature"], {"scenarios": []})["scenarios"]
                       for row in scenario["rows"]])


def main():
    if b"__asan_init" in pathlib.Path(common.NCI).read_bytes():
        print("SKIP: left out with sanitizers: others evaluate the output, which is the same")
        return 77
    shared = [c for make in (folder_cases, environment_cases, matrix_cases, python_cases, label_cases, style_cases) for c in make()]
    single = [c for make in (file_cases, noxfile_cases, option_cases, name_cases) for c in make()]
    repositories = [together(shared), *map(alone, single)]
    with tempfile.TemporaryDirectory(prefix="nci-quoting-") as scratch:
        folders = (pathlib.Path(scratch) / str(number) for number in range(len(repositories)))
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            made = [c for found in pool.map(run_repository, repositories, folders) for c in found]
        judge(made)
    print(f"{len(shared) + len(single)} cases, {len(failures)} wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
