#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the formats of --check with each other and with their readers: the edits of JSON and
the fixes of SARIF, applied by short programs, give the bytes of --in-place; annotations are what
a runner reads; the position that text marks is that of the finding; several repositories in
parallel give the same output as one after another."""
import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402  (beside this file)
from common import expect, failures  # noqa: E402

GOLDEN = pathlib.Path(__file__).resolve().parent / "golden"
FORMATS = ("text", "concise", "json", "sarif", "github", "markdown")
LEVELS = {"notice": "note", "warning": "warning", "error": "error"}


def apply_edits(data, edits):
    """Applies the edits of --format=json as another program would."""
    for edit in reversed(edits):
        data = data[:edit["start"]] + edit["text"].encode() + data[edit["end"]:]
    return data


def apply_fixes(data, replacements):
    """Applies the fixes of SARIF as another program would, by lines and columns."""
    bom = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    text = data[len(bom):].decode()
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    places = []
    for replacement in replacements:
        region = replacement["deletedRegion"]
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        places.append((start, end, replacement["insertedContent"]["text"], region))
    for start, end, new, region in sorted(places, key=lambda p: p[0], reverse=True):
        at = len(bom) + len(text[:start].encode()) if start <= len(text) else -1
        expect(at == region["byteOffset"], f"region {region} is at byte {at}")
        text = text[:start] + new + text[end:]
    return bom + text.encode()


def read_command(line):
    """Parses a line as actions/runner does: ActionCommand.cs, TryParseV2."""
    def unescape(text, pairs):
        for code, character in pairs:
            text = text.replace(code, character)
        return text
    value = [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")]
    line = line.lstrip()
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, rest = line[2:end].partition(" ")
    properties = dict(part.split("=", 1) for part in rest.strip().split(",") if "=" in part)
    return name, {key: unescape(text, [*value[:2], ("%3A", ":"), ("%2C", ","), value[2]])
                  for key, text in properties.items()}, unescape(line[end + 2:], value)


def check_edits(name, base, files, after):
    for file in files:
        path = file["path"]
        data = (base / path).read_bytes()
        wanted = after.get(path)
        if isinstance(wanted, str):
            continue  # a symbolic link
        expect(apply_edits(data, file["edits"]) == wanted,
               f"{name}: {path}: the edits of JSON do not give what --in-place does")
        fixable = any(finding["fixable"] for finding in file["findings"])
        expect((file["status"] == "changed") == bool(file["edits"]), f"{name}: {path}: {file['status']}")
        expect(not file["edits"] or fixable, f"{name}: {path}: changes without a finding")


def check_fixes(name, base, sarif, after):
    run = sarif["runs"][0]
    replacements = {}
    for result in run["results"]:
        location = result["locations"][0]["physicalLocation"]
        expect(not re.match(r"[a-z]+:|/", location["artifactLocation"]["uri"]), f"{name}: no relative URI")
        expect(run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"],
               f"{name}: another rule")
        for fix in result.get("fixes", []):
            for change in fix["artifactChanges"]:
                path = urllib.parse.unquote(change["artifactLocation"]["uri"])
                replacements.setdefault(path, []).extend(change["replacements"])
    for path, found in replacements.items():
        if isinstance(after[path], str):
            continue
        starts = [r["deletedRegion"]["byteOffset"] for r in found]
        expect(len(starts) == len(set(starts)), f"{name}: {path}: two replacements at one place")
        expect(apply_fixes((base / path).read_bytes(), found) == after[path],
               f"{name}: {path}: the fixes of SARIF do not give what --in-place does")
    prints = [result["partialFingerprints"]["findingHash/v1"] for result in run["results"]]
    expect(len(prints) == len(set(prints)), f"{name}: a fingerprint occurs twice")
    return set(replacements)


def check_annotations(name, lines, files):
    """The runner reads the same as in JSON."""
    read, wanted = [], []
    for line in lines.splitlines():
        command = read_command(line)
        expect(command, f"{name}: no command: {line[:200]!r}")
        if command:
            kind, properties, message = command
            columns = (int(properties["col"]), int(properties["endColumn"])) \
                if properties.get("line") == properties.get("endLine") and "line" in properties else None
            read.append((LEVELS[kind], properties["file"], int(properties.get("line", 1)), columns,
                         properties["title"], message))
    for file in files:
        for f in file["findings"]:
            columns = (f["column"], f["end_column"]) if f["line"] == f["end_line"] else None
            wanted.append((f["severity"], file["path"], f["line"], columns,
                           f"nox-cache-inject ({f['rule']})", f["message"] + "\n" + f["remedy"]))
    errors = [entry for entry in read if entry[4] == "nox-cache-inject"]
    expect(sorted(set(read) - set(errors), key=str) == sorted(set(wanted), key=str),
           f"{name}: annotations differ from JSON")
    expect(len(errors) >= sum(file["status"] == "error" for file in files), f"{name}: an error is not shown")


def check_text(name, base, text, concise, files):
    """Each finding has its line, the same as with concise, and its position is marked."""
    blocks = [block.split("\n") for block in text.split("\n\n") if block]
    expect([block[0] for block in blocks] == concise.splitlines(), f"{name}: text and concise differ")
    findings = [(file["path"], finding) for file in files for finding in file["findings"]]
    expect(len(blocks) == len(findings), f"{name}: {len(blocks)} blocks, {len(findings)} findings")
    for block, (path, finding) in zip(blocks, findings):
        expect(block[-1].strip() == "= " + finding["remedy"], f"{name}: {block[-1]!r}")
        data = (base / path).read_bytes()
        marked = data[finding["start"]:finding["end"]].split(b"\n")[0].rstrip(b"\r")
        if "…" in block[1] or not marked.isascii() or b"\t" in marked or len(marked) > 100:
            continue
        column = block[2].index("^")
        got = block[1][column:column + block[2].count("^")]
        expect(not marked or got == marked.decode(), f"{name}: marks {got!r}, not {marked!r}")


def check_case(case, options=()):
    name = " ".join((case.name, *options))
    with tempfile.TemporaryDirectory(prefix="nci-formats-") as scratch:
        base = pathlib.Path(scratch) / "base"
        common.copy_tree(case / "in", base)
        if (case / "prepare").exists():
            subprocess.run(["sh", str(case / "prepare")], cwd=base, check=True)
        printed = {}
        for form in FORMATS:
            done = common.nci(["--check", "--no-config", f"--format={form}", *options], base)
            printed[form] = done.stdout.decode()
        files = json.loads(printed["json"])["files"]
        sarif = json.loads(printed["sarif"])
        after_folder = pathlib.Path(scratch) / "after"
        common.copy_tree(base, after_folder)
        common.nci(["--in-place", "--no-config", *options], after_folder)
        after = common.tree(after_folder)
        check_edits(name, base, files, after)
        fixed = check_fixes(name, base, sarif, after)
        expect(fixed == {file["path"] for file in files if file["edits"]}, f"{name}: other files in SARIF")
        check_annotations(name, printed["github"], files)
        check_text(name, base, printed["text"], printed["concise"], files)
        count = sum(len(file["findings"]) for file in files)
        expect(len(sarif["runs"][0]["results"]) == count, f"{name}: other findings in SARIF")
        expect(printed["markdown"].count("\n- ") >= count, f"{name}: findings are missing in Markdown")
        if not options:
            check_fingerprints(name, base, sarif, scratch)
    return count


def mends_caches(case):
    """The caches of people are what the case is about."""
    return case.name.startswith(("check-", "findings", "fix-existing"))


def check_fingerprints(name, base, sarif, scratch):
    """Lines added above do not change a fingerprint."""
    moved = pathlib.Path(scratch) / "moved"
    common.copy_tree(base, moved)
    for path in common.workflow_paths(moved):
        data = (moved / path).read_bytes()
        if not data.startswith((b"\xef\xbb\xbf", b"%")) and not (moved / path).is_symlink():
            (moved / path).write_bytes(b"# moved\n\n" + data)
    done = common.nci(["--check", "--no-config", "--format=sarif"], moved)
    prints = [[(r["ruleId"], r["partialFingerprints"]["findingHash/v1"]) for r in log["runs"][0]["results"]]
              for log in (sarif, json.loads(done.stdout))]
    if [rule for rule, _ in prints[0]] == [rule for rule, _ in prints[1]]:
        expect(prints[0] == prints[1], f"{name}: fingerprints change with the lines")


def check_several(cases):
    """Several repositories give the same output in several processes."""
    with tempfile.TemporaryDirectory(prefix="nci-formats-") as scratch:
        for case in cases:
            common.copy_tree(case / "in", pathlib.Path(scratch) / case.name)
        names = [case.name for case in cases]
        for form in FORMATS:
            one = common.nci(["--check", f"--format={form}", *names], scratch)
            many = common.nci(["--check", f"--format={form}", "-j3", *names], scratch)
            expect(one.stdout == many.stdout and one.returncode == many.returncode,
                   f"-j changes --format={form}")
            expect(one.stderr == many.stderr, f"-j changes the messages of --format={form}")
            if form in ("json", "sarif"):
                json.loads(one.stdout)
            expect(names[-1].encode() in one.stdout, f"--format={form}: no {names[-1]}")
        check_several_edits(pathlib.Path(scratch), names)


def check_several_edits(base, names):
    """The edits and fixes of several repositories, also of the caches that people wrote."""
    with tempfile.TemporaryDirectory(prefix="nci-formats-") as scratch:
        after_folder = pathlib.Path(scratch) / "after"
        common.copy_tree(base, after_folder)
        common.nci(["--in-place", "--fix-existing", *names], after_folder)
        after = common.tree(after_folder)
        logs = {form: json.loads(common.nci(["--check", "--fix-existing", f"--format={form}", "-j2", *names], base).stdout)
                for form in ("json", "sarif")}
        check_edits("several", base, logs["json"]["files"], after)
        fixed = check_fixes("several", base, logs["sarif"], after)
        expect(fixed == {file["path"] for file in logs["json"]["files"] if file["edits"]}, "several: other files in SARIF")
        expect(len(fixed) > len(names) // 2, "several: hardly a fix")


def main():
    cases = sorted(p for p in GOLDEN.iterdir() if (p / "in").is_dir() and not (p / "root").exists())
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(check_case, cases))
        mended = [case for case in cases if mends_caches(case)]
        counts += pool.map(check_case, mended, [["--fix-existing"]] * len(mended))
    expect(sum(counts) > 100, "hardly a finding")
    check_several([case for case in cases if case.name.startswith(("f", "r", "t"))])
    print(f"{len(cases)} cases, {sum(counts)} findings; {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
