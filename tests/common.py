# SPDX-License-Identifier: MIT
"""Shared by the Python test drivers: runs the program and checks its results."""
import difflib
import os
import pathlib
import shutil
import subprocess

# Absolute, so that it runs from any folder.
NCI = str(pathlib.Path(os.environ.get("NCI", "./nox-cache-inject")).resolve())

# The user's settings must not affect a test; a sanitizer's report has its own status.
ENVIRONMENT = {
    **{k: v for k, v in os.environ.items() if not k.startswith("GIT_") and k != "NO_COLOR"},
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C.UTF-8", "TZ": "UTC",
    "GIT_AUTHOR_NAME": "A Tester", "GIT_AUTHOR_EMAIL": "tester@example.org",
    "GIT_COMMITTER_NAME": "A Tester", "GIT_COMMITTER_EMAIL": "tester@example.org",
    "GIT_AUTHOR_DATE": "2026-01-02T03:04:05Z", "GIT_COMMITTER_DATE": "2026-01-02T03:04:05Z",
    "ASAN_OPTIONS": "exitcode=99", "UBSAN_OPTIONS": "print_stacktrace=1:exitcode=99",
}


def run(words, cwd, text=None, timeout=120):
    return subprocess.run([str(w) for w in words], cwd=cwd, env=ENVIRONMENT, input=text,
                          capture_output=True, timeout=timeout)


def nci(words, cwd, text=None):
    """Runs the program. Raises if it crashed or a sanitizer reported an error."""
    done = run([NCI, *words], cwd, text)
    if done.returncode not in (0, 1, 2):
        raise OSError(f"{shlex_join(words)}: status {done.returncode}\n"
                      + done.stderr.decode(errors="replace")[:4000])
    return done


def shlex_join(words):
    return " ".join(["nox-cache-inject", *map(str, words)])


def git(words, cwd, text=None):
    return run(["git", *words], cwd, text)


def git_init(folder):
    """Makes the folder a repository with one commit of its content."""
    for words in (["init", "-q", "-b", "main"], ["config", "core.autocrlf", "false"],
                  ["config", "core.safecrlf", "false"], ["add", "-A", "-f"],
                  ["commit", "-q", "--allow-empty", "-m", "start"]):
        done = git(words, folder)
        if done.returncode:
            raise OSError(f"git {words[0]}: {done.stderr.decode(errors='replace')}")


def copy_tree(source, target):
    """Makes a writable copy that keeps symbolic links and modes."""
    shutil.copytree(source, target, symlinks=True)
    for folder, _, names in os.walk(target):
        os.chmod(folder, 0o755)
        for name in names:
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                os.chmod(path, os.stat(path).st_mode | 0o600)


def tree(folder):
    """Each file below the folder (except .git) and its bytes, or a link and its target."""
    found = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        name = path.relative_to(folder)
        if ".git" in name.parts or path.is_dir() and not path.is_symlink():
            continue
        found[str(name)] = os.readlink(path) if path.is_symlink() else path.read_bytes()
    return found


def is_clean(folder):
    """Whether git reports no changes since the commit."""
    status = git(["status", "--porcelain"], folder)
    return status.returncode == 0 and not status.stdout


def difference(wanted, actual):
    """A unified diff of two byte strings, for people."""
    lines = [data.decode(errors="backslashreplace").splitlines() for data in (wanted, actual)]
    return "\n".join(list(difflib.unified_diff(*lines, "expected", "actual", lineterm="", n=2))[:60])


def tree_difference(wanted, actual):
    """The first file that differs between two trees, or None."""
    for name in sorted(wanted.keys() | actual.keys()):
        if wanted.get(name) != actual.get(name):
            return f"{name}\n" + difference(wanted.get(name, b""), actual.get(name, b""))
    return None


def apply_and_compare(how, words, text, base, scratch, wanted, root):
    """Applies a patch to a copy of base. Returns None if the result is the wanted tree."""
    target = scratch / how.replace(" ", "-")
    copy_tree(base, target)
    done = run(words, target / root, text)
    if done.returncode:
        return f"{how} refused it: {(done.stdout + done.stderr).decode(errors='replace')[:2000]}"
    wrong = tree_difference(wanted, tree(target))
    return f"{how} gives other bytes than --in-place: {wrong}" if wrong else None


def round_trip(args, base, scratch, diff, root="."):
    """Compares the four ways to the new bytes. Returns None or the problem. root is the folder
    below base that the patches are made for."""
    target = scratch / "in-place"
    copy_tree(base, target)
    done = nci(["--in-place", *args], target)
    if done.returncode != diff.returncode:
        return f"--in-place ends with {done.returncode}, --diff with {diff.returncode}"
    if done.stdout:
        return "--in-place prints on standard output"
    after = tree(target)
    if not diff.stdout:
        return "--in-place changed a file where --diff shows nothing" if after != tree(base) else None
    if after == tree(base):
        return "--in-place changed nothing where --diff shows a change"
    patch = nci(["--patch", *args], base)
    ways = (("git apply", ["git", "apply", "--whitespace=nowarn", "-"], diff.stdout),
            ("git apply of the patch", ["git", "apply", "--whitespace=nowarn", "-"], patch.stdout),
            ("patch -p1", ["patch", "-s", "-p1"], diff.stdout),
            ("git am", ["git", "am", "-q"], patch.stdout))
    for how, words, text in ways:
        problem = apply_and_compare(how, words, text, base, scratch, after, root)
        if problem:
            return problem
    again = nci(["--diff", *args], target)
    if again.stdout:
        return "a second run is not empty:\n" + again.stdout.decode(errors="backslashreplace")[:3000]
    if again.returncode != diff.returncode:
        return f"a second run ends with {again.returncode}, the first with {diff.returncode}"
    return None


failures = []  # failures of expect()


def expect(condition, what):
    """Records and prints a failed check; a driver exits with the status of `failures`."""
    if not condition:
        failures.append(what)
        print(f"not ok: {what}")


def write_files(folder, files):
    """Writes each file, text or bytes, and creates its folders."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def corpus_folders():
    """The repositories of the corpus of real workflows, if it is next to the checkout."""
    source = pathlib.Path(__file__).resolve().parent.parent
    files = pathlib.Path(os.environ.get("NCI_CORPUS", source.parent / "shared" / "corpus")) / "files"
    return sorted(p for p in files.iterdir() if p.is_dir()) if files.is_dir() else []


def workflow_paths(folder):
    """Every YAML file below the folder, relative to it."""
    return sorted(str(p.relative_to(folder)) for p in pathlib.Path(folder).rglob("*")
                  if p.suffix in (".yml", ".yaml") and not p.is_dir())


def repository_roots(folder):
    """The folders that may be the repository of a file below this one: those that contain a
    .github, .forgejo or .gitea; and the paths in each, relative to it."""
    found = {}
    for path in workflow_paths(folder):
        parts = pathlib.PurePath(path).parts
        at = next((i for i, part in enumerate(parts) if part in (".github", ".forgejo", ".gitea")), 0)
        found.setdefault(pathlib.PurePath(*parts[:at]), []).append(str(pathlib.PurePath(*parts[at:])))
    return sorted(found.items())
