#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests failures: system calls and allocations that fail one after another, signals at any
moment, full disks, quotas, streams that cannot be written. Each file must be old or new, the
exit status must be right, and no temporary file may be left. NCI_KILLS sets how often a batch of
a hundred files is killed."""
import errno
import os
import pathlib
import re
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402

SOURCE = pathlib.Path(__file__).resolve().parent
SANITIZED = b"__asan_init" in pathlib.Path(common.NCI).read_bytes()
OLD = b"""jobs:
  JOB:
    runs-on: self-hosted
    steps:
      - run: nox
"""
NAMES = ["a.yml", "b.yml"]
MANY = [f"w{number}.yml" for number in range(60)]
HUNDRED = [f"w{number}.yml" for number in range(100)]
STALE = ".nox-cache-inject-0123456789abcdef"
KILLS = int(os.environ.get("NCI_KILLS", "40" if SANITIZED else "150"))
# function, its error, number of calls to try beyond those of the main process (for the worker)
FAULTS = [("malloc", errno.ENOMEM, 300), ("calloc", errno.ENOMEM, 20), ("realloc", errno.ENOMEM, 20),
          ("mmap", errno.ENOMEM, 3), ("open", errno.EMFILE, 0), ("openat", errno.EMFILE, 0),
          ("read", errno.EIO, 2), ("write", errno.ENOSPC, 2), ("fsync", errno.EIO, 0),
          ("renameat", errno.EACCES, 0), ("linkat", errno.EACCES, 0), ("flock", errno.ENOLCK, 0), ("fork", errno.EAGAIN, 0), ("waitpid", errno.ECHILD, 0),
          ("send", errno.EPIPE, 0), ("recv", errno.ECONNRESET, 0), ("socketpair", errno.EMFILE, 0),
          ("fstat", errno.EIO, 0), ("fstatat", errno.EIO, 0), ("getdents64", errno.EIO, 0), ("fchmod", errno.EPERM, 0),
          ("lseek", errno.EIO, 0), ("close", errno.EIO, 0), ("getrandom", errno.ENOSYS, 0),
          ("flistxattr", errno.EIO, 0), ("faccessat", errno.EACCES, 0),
          ("read", errno.EINTR, 2), ("write", errno.EINTR, 2), ("recv", errno.EINTR, 0),
          ("waitpid", errno.EINTR, 0)]
# Functions whose failure has no effect on the result.
HARMLESS = {"close", "waitpid", "flistxattr", "mmap", "malloc", "calloc", "realloc", "send", "fstatat",
            "open", "openat", "read", "fsync", "fstat", "flock", "fork", "socketpair", "recv"}
# These are of the call of the worker that has several files parsed: it is asked again, for each alone. With one
# file they have an effect.
HARMLESS_AMONG_SEVERAL = {"fork", "socketpair", "recv"}
# The same, of calls after a number: behind the lists of the root and of the workflows, leftovers are looked for.
HARMLESS_AFTER = {"getdents64": 4}


class Wrong(Exception):
    pass


def old(name):
    return OLD.replace(b"JOB", name.removesuffix(".yml").encode())


def make(folder, names=NAMES):
    workflows = folder / ".github" / "workflows"
    shutil.rmtree(folder, ignore_errors=True)
    workflows.mkdir(parents=True)
    for name in names:
        (workflows / name).write_bytes(old(name))
    return workflows


def run(folder, words, **more):
    return subprocess.run([common.NCI, *words], cwd=folder, capture_output=True, timeout=60,
                          env={**common.ENVIRONMENT, **more.pop("env", {})}, **more)


def new_contents(scratch):
    """The new content of each file without failures."""
    new = {}
    for names in (NAMES, MANY, HUNDRED):
        workflows = make(scratch, names)
        done = run(scratch, ["--in-place"])
        if done.returncode:
            raise Wrong(f"the plain run fails: {done}")
        for name in names:
            new[name] = (workflows / name).read_bytes()
            if new[name] == old(name):
                raise Wrong("the plain run changes nothing")
    return new


def judge(what, workflows, new, suffix=b"", names=NAMES, temporary=False):
    """Checks that each file is completely old or new. Returns the number of new ones."""
    found = sorted(os.listdir(workflows))
    changed = 0
    for name in names:
        content = (workflows / name).read_bytes() if name in found else None
        if content not in (old(name), new[name]):
            raise Wrong(f"{what}: {name} is torn: {content!r}")
        changed += content == new[name]
        backup = name + ".bak"
        if backup in found and (workflows / backup).read_bytes() != old(name):
            raise Wrong(f"{what}: {backup} is torn")
        if content == new[name] and suffix and backup not in found:
            raise Wrong(f"{what}: {name} has no backup")
    left = [name for name in found if name not in names and not name.endswith(".bak")]
    if left and not temporary:
        raise Wrong(f"{what}: left: {left}")
    return changed


def build(scratch):
    library = scratch / "fault.so"
    done = subprocess.run([*os.environ.get("CC", "cc").split(), "-O1", "-shared", "-fPIC", "-o", library,
                           SOURCE / "faults" / "fault.c", "-ldl"], capture_output=True)
    return library if done.returncode == 0 else None


def fault_run(scratch, library, function, number, error, new, names=NAMES):
    folder = scratch / "repository"
    workflows = make(folder, names)
    what = f"{function} number {number} fails with {errno.errorcode.get(error, 0)}"
    done = run(folder, ["--in-place=.bak", "-q"], env={
        "LD_PRELOAD": str(library), "NCI_FAULT": f"{function}:{number}:{error}"})
    if done.returncode not in (0, 2):
        raise Wrong(f"{what}: status {done.returncode}: {done.stderr[:500]!r}")
    changed = judge(what, workflows, new, b".bak", names, temporary=function == "unlinkat")
    if done.returncode == 0 and number and changed != len(names):
        raise Wrong(f"{what}: status 0, but {changed} files are new")
    if done.returncode == 2 and not done.stderr:
        raise Wrong(f"{what}: status 2 without a word")
    if done.returncode == 2 and error == errno.EINTR:
        raise Wrong(f"{what}: an interruption is no error: {done.stderr!r}")
    return done


def faults(scratch, new):
    library = build(scratch)
    if SANITIZED or not library:
        return "faults not tried: " + ("sanitizers" if SANITIZED else "no compiler")
    runs, failed, wrong = 0, 0, []
    for function, error, more in FAULTS:
        done = fault_run(scratch, library, function, 0, error, new)
        count = int(done.stderr.split(b"calls: ")[-1])
        if function in HARMLESS_AMONG_SEVERAL and error != errno.EINTR \
                and fault_run(scratch, library, function, 1, error, new, NAMES[:1]).returncode != 2:
            wrong.append(f"{function} fails for one file, and nothing is reported")
        for number in [*range(1, count + 1), *range(count + 1, count + more)]:
            runs += 1
            try:
                done = fault_run(scratch, library, function, number, error, new)
                failed += done.returncode == 2
                if number <= min(count, HARMLESS_AFTER.get(function, count)) and done.returncode == 0 \
                        and function not in HARMLESS and error != errno.EINTR:
                    raise Wrong(f"{function} number {number} of {count} fails, and nothing is reported")
            except Wrong as one:
                wrong.append(str(one))
    if wrong:
        raise Wrong("\n".join(wrong))
    if failed < runs / 20:
        raise Wrong(f"only {failed} of {runs} faults had an effect")
    return f"{runs} faults, {failed} of them reported with status 2"


ALLOCATORS = ("malloc", "calloc", "realloc")
NO_MEMORY = b"nox-cache-inject: out of memory\n"
# words, and whether they write to the work tree or to .git
MEMORY_MODES = [(["--diff"], False), (["--diff", "--color=always", "-v"], False),
                (["--check"], False), (["--check", "--format=json"], False),
                (["--check", "--format=sarif"], False), (["--list", "-v"], False),
                (["--why=a"], False), (["--diff", "-o", "out"], True), (["--diff", "--feature"], False),
                (["--in-place", "--feature"], True), (["--in-place=.bak"], True),
                (["--patch", "--pr-body=body"], True), (["--commit", "--format=json"], True),
                (["--help"], False), (["--version"], False)]


def tree_of(folder):
    """All that is in a folder, but for what git writes without changing what it shows."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes()
             for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}
    return {name: content for name, content in files.items() if not name.startswith(".git/objects/")}


def marked(mark):
    """Processes that have the mark in their environment."""
    found = []
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if mark in (entry / "environ").read_bytes():
                found.append((entry / "cmdline").read_bytes())
        except OSError:
            continue
    return found


def memory_run(folder, words, library, function, number, first):
    """One run in a copy of the repository: what it left, and how it ended."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(folder.with_name("origin"), folder)
    mark = f"NCI_MARK={folder.name}-{function}-{number}"
    before = tree_of(folder)
    done = run(folder, words, env={
        "LD_PRELOAD": str(library), "NCI_FAULT": f"{function}:{number}:{errno.ENOMEM}",
        mark.split("=")[0]: mark.split("=")[1], **({"NCI_FAULT_FIRST": "1"} if first else {})})
    left = marked(mark.encode())
    if left:
        raise Wrong(f"processes are left: {left}")
    return done, before, tree_of(folder)


class Unreported(Wrong):
    """Nothing is reported."""


def tried_again(attempt):
    """How often a buffer grows depends on how git's output arrives: the call may not have come."""
    try:
        return attempt()
    except Unreported:
        return attempt()


def judge_memory(what, done, before, after, plain, writes, strict):
    """The run ended with one line and what it wrote is whole; or, where strict is not asked for, as it
    does where nothing fails."""
    ended, result = plain
    new = {name for name in after if after[name] != before.get(name)}
    if (done.returncode, done.stdout, done.stderr, after) == (ended.returncode, ended.stdout, ended.stderr, result):
        if strict:
            raise Unreported(f"{what}: nothing is reported")
        return False
    if done.returncode != 2:
        raise Wrong(f"{what}: status {done.returncode}: {done.stderr!r}")
    if done.stderr != NO_MEMORY or done.stdout:
        raise Wrong(f"{what}: {done.stdout[:200]!r} {done.stderr!r}")
    if (new or before.keys() - after.keys()) and not writes:
        raise Wrong(f"{what}: has written {sorted(new)}")
    for name in new:
        if name.startswith(".git/logs/") and name in result:
            continue
        if after[name] != result.get(name):
            raise Wrong(f"{what}: {name} is half-written or left: {after[name][:200]!r}")
    return True


def memory(scratch, new):
    """Each allocation that fails ends the run with one line, and nothing half written."""
    library = build(scratch)
    if SANITIZED or not library:
        return "allocations that fail not tried"
    origin = scratch / "origin"
    make(origin)
    git = ["git", "-C", origin, "-c", "init.defaultBranch=main"]
    for command in (["init", "-q", "--template="], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *command], check=True, env=common.ENVIRONMENT, capture_output=True)
    runs, failed, wrong = 0, 0, []
    for words, writes in MEMORY_MODES:
        libcrypto = False
        for function in ALLOCATORS:
            plain, _, result = memory_run(scratch / "memory", words, library, function, 0, True)
            count = int(plain.stderr.split(b"calls: ")[-1])
            plain.stderr = plain.stderr[:plain.stderr.rindex(b"calls: ")]
            # libcrypto's thousands begin with its first digest, and it may do without some.
            libcrypto |= count > 500
            # All of them weekly; otherwise each third one, in other places for each mode.
            step = 61 if count >= 500 else 1 if os.environ.get("NCI_WEEKLY") == "1" else 3
            for number in range(1 + len(words) % step, count + 1, step):
                runs += 1
                what = f"{' '.join(words)}: {function} number {number} of {count}"
                strict = function == "calloc" or (function == "realloc" and not libcrypto)

                def attempt():
                    done, before, after = memory_run(scratch / "memory", words, library, function, number, True)
                    return judge_memory(what, done, before, after, (plain, result), writes, strict)

                try:
                    failed += tried_again(attempt)
                except Wrong as one:
                    wrong.append(f"{what}: {one}" if str(one).startswith("processes") else str(one))
    if wrong:
        raise Wrong("\n".join(wrong))
    if failed < runs / 2:
        raise Wrong(f"only {failed} of {runs} allocations that failed had an effect")
    return f"{runs} allocations in {len(MEMORY_MODES)} modes, {failed} of them ended the run"


REPOSITORIES = [f"r{number}" for number in range(5)]


def make_repositories(folder, names):
    shutil.rmtree(folder, ignore_errors=True)
    return [make(folder / name, names) for name in REPOSITORIES]


def parallel_run(scratch, library, function, number, error, new):
    """With --parallel: a failure in a child process fails one repository, in the main process
    none."""
    folder = scratch / "repositories"
    workflows = make_repositories(folder, NAMES)
    what = f"--parallel: {function} number {number} fails with {errno.errorcode.get(error, 0)}"
    done = run(folder, ["--in-place", "-v", "-j3", *REPOSITORIES], env={
        "LD_PRELOAD": str(library), "NCI_FAULT": f"{function}:{number}:{error}"})
    if done.returncode not in (0, 2):
        raise Wrong(f"{what}: status {done.returncode}: {done.stderr[:500]!r}")
    changed = [judge(f"{what}: {name}", files, new) for name, files in zip(REPOSITORIES, workflows)]
    if done.stderr.endswith(NO_MEMORY) and done.returncode == 2:
        return done  # the main process is out of memory, and has taken the others with it
    said = [[line for line in done.stderr.split(b"\n") if line.startswith(name.encode() + b"/")
             or line.startswith(name.encode() + b":")] for name in REPOSITORIES]
    for name, count, lines in zip(REPOSITORIES, changed, said):
        if count != len(NAMES) and not any(b"error: " in line for line in lines):
            raise Wrong(f"{what}: {name} has {count} new files, and no error: {done.stderr!r}")
        if not lines:
            raise Wrong(f"{what}: nothing is said of {name}: {done.stderr!r}")
    reported = [line for line in done.stderr.split(b"\n")[:-1] if not re.match(rb"\d+ files", line)]
    if [line for lines in said for line in lines] != reported and number:
        raise Wrong(f"{what}: out of order: {done.stderr!r}")
    if (done.returncode == 0) != (sum(changed) == len(NAMES) * len(REPOSITORIES)):
        raise Wrong(f"{what}: status {done.returncode}, {changed} new")
    return done


def parallel_faults(scratch, new):
    library = build(scratch)
    if SANITIZED or not library:
        return "faults of --parallel not tried"
    runs, whole = 0, 0
    for function, error in (("fork", errno.EAGAIN), ("pipe", errno.EMFILE), ("poll", errno.ENOMEM),
                            ("poll", errno.EINTR), ("waitpid", errno.EINTR), ("read", errno.EINTR),
                            ("write", errno.EINTR)):
        for number in range(1, 9):
            done = parallel_run(scratch, library, function, number, error, new)
            runs += 1
            whole += done.returncode == 0
            # Called only by the main process, or not a failure.
            if (error == errno.EINTR or function in ("pipe", "poll")) and done.returncode != 0:
                raise Wrong(f"--parallel: {function} number {number}: {done.stderr!r}")
    for function in ALLOCATORS:
        for number in range(1, 80, 4):
            done = parallel_run(scratch, library, function, number, errno.ENOMEM, new)
            runs += 1
            whole += done.returncode == 0
            for _ in range(100):
                left = alive(scratch / "repositories")
                if not left:
                    break
                time.sleep(0.02)
            if left:
                raise Wrong(f"--parallel: {function} number {number} leaves {left}")
    return f"{runs} faults of --parallel, {whole} of them without effect"


def parallel_signals(scratch, new):
    """The processes of --parallel end with their parent, however it ends."""
    folder = scratch / "repositories"
    rounds, hit = 0, 0
    make_repositories(folder, MANY[:20])
    before = time.monotonic()
    run(folder, ["--in-place", "-j4", *REPOSITORIES])
    whole = time.monotonic() - before
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP) * 3:
        workflows = make_repositories(folder, MANY[:20])
        process = subprocess.Popen([common.NCI, "--in-place", "-j4", *REPOSITORIES], cwd=folder, env=common.ENVIRONMENT,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.random() * whole)
        process.send_signal(number)
        hit += process.wait(timeout=60) != 0
        rounds += 1
        for _ in range(500):
            left = alive(folder)
            if not left:
                break
            time.sleep(0.02)
        if left:
            raise Wrong(f"--parallel: signal {number} leaves {left}")
        for name, files in zip(REPOSITORIES, workflows):
            judge(f"--parallel: signal {number}: {name}", files, new, names=MANY[:20])
    return f"{rounds} signals to --parallel, {hit} in time"


def alive(word):
    """Processes whose working directory is below the scratch folder."""
    found = []
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(entry / "cwd").startswith(str(word)) and b"nox-cache" in (entry / "cmdline").read_bytes():
                found.append(entry.name)
        except OSError:
            continue
    return found


def signals(scratch, new):
    folder = scratch / "repository"
    rounds, hit, mixed = 0, 0, 0
    start = time.monotonic()
    make(folder, MANY)
    before = time.monotonic()
    run(folder, ["--in-place"])
    whole = time.monotonic() - before
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP) * 15:
        if time.monotonic() - start > 20:
            break
        workflows = make(folder, MANY)
        process = subprocess.Popen([common.NCI, "--in-place"], cwd=folder, env=common.ENVIRONMENT,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.random() * whole)
        process.send_signal(number)
        status = process.wait(timeout=60)
        what = f"signal {number}"
        if status not in (0, -number):
            raise Wrong(f"{what}: status {status}")
        changed = judge(what, workflows, new, names=MANY, temporary=number == signal.SIGKILL)
        rounds += 1
        hit += status != 0
        mixed += 0 < changed < len(MANY)
    for _ in range(100):
        left = alive(folder)
        if not left:
            break
        time.sleep(0.02)
    if left:
        raise Wrong(f"processes are left: {left}")
    return f"{rounds} signals, {hit} in time, {mixed} between two files"


def kills(scratch, new):
    """Kills a batch of a hundred files: each is old or new, and the next run completes it and
    removes leftover temporary files."""
    folder = scratch / "repository"
    make(folder, HUNDRED)
    before = time.monotonic()
    run(folder, ["--in-place"])
    whole = time.monotonic() - before
    hit, mixed, left = 0, 0, 0
    for _ in range(KILLS):
        workflows = make(folder, HUNDRED)
        process = subprocess.Popen([common.NCI, "--in-place"], cwd=folder, env=common.ENVIRONMENT,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.random() * whole)
        process.send_signal(signal.SIGKILL)
        hit += process.wait(timeout=60) != 0
        changed = judge("kill -9", workflows, new, names=HUNDRED, temporary=True)
        mixed += 0 < changed < len(HUNDRED)
        left += len(os.listdir(workflows)) - len(HUNDRED)
        if changed < len(HUNDRED):
            (workflows / STALE).write_bytes(b"half a fi")
        done = run(folder, ["--in-place"])
        if done.returncode or judge("the run after it", workflows, new, names=HUNDRED) != len(HUNDRED):
            raise Wrong(f"the run after kill -9 does not complete it: {done}")
    return f"{KILLS} kills, {hit} in time, {mixed} between two files, {left} temporary files left to the next run"


def quotas(scratch, new):
    folder = scratch / "repository"
    reported = 0
    for limit in range(0, 16):
        workflows = make(folder)
        done = subprocess.run(
            [common.NCI, "--in-place=.bak"], cwd=folder, env=common.ENVIRONMENT, capture_output=True,
            timeout=60, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)))
        if done.returncode == 127 or (done.returncode not in (0, 1, 2) and limit < 4):
            continue  # the dynamic linker needs descriptors too
        changed = judge(f"{limit} descriptors", workflows, new, b".bak")
        if (done.returncode, changed) != (0, len(NAMES)) and done.returncode != 2:
            raise Wrong(f"{limit} descriptors: status {done.returncode}, {changed} new: {done.stderr!r}")
        reported += done.returncode == 2
    if reported == 0:
        raise Wrong("no quota of descriptors is reported")
    for limit in range(0, len(new["a.yml"]) + 1, 100):
        workflows = make(folder)
        done = subprocess.run(
            [common.NCI, "--in-place=.bak"], cwd=folder, env=common.ENVIRONMENT, capture_output=True,
            timeout=60, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        changed = judge(f"files of {limit} bytes", workflows, new, b".bak")
        if done.returncode != (0 if changed == len(NAMES) else 2):
            raise Wrong(f"files of {limit} bytes: status {done.returncode}: {done.stderr!r}")
    # Repositories that are read before their turn hold none that one at a time would not need.
    folders = [str(scratch / f"many{number}") for number in range(40)]
    for folder in folders:
        make(pathlib.Path(folder), NAMES[:1])
    done = subprocess.run([common.NCI, "--diff", *folders], capture_output=True, env=common.ENVIRONMENT, timeout=60,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20)))
    if done.returncode or b"Too many open files" in done.stderr:
        raise Wrong(f"20 descriptors for forty repositories: status {done.returncode}: {done.stderr[:300]!r}")
    return f"quotas, {reported} of descriptors reported"


def streams(scratch, new):
    folder = scratch / "repository"
    for mode in ("--diff", "--patch", "--list", "--check", "--help", "--version"):
        make(folder)
        for how in (">/dev/full", ">&-"):
            done = subprocess.run(
                ["/bin/sh", "-c", f'"$0" {mode} {how}', common.NCI], cwd=folder, capture_output=True,
                env=common.ENVIRONMENT, timeout=60)
            if done.returncode != 2 or not done.stderr:
                raise Wrong(f"{mode} {how}: status {done.returncode}: {done.stderr!r}")
        done = subprocess.run(["/bin/bash", "-c", f'"$0" {mode} | true; exit ${{PIPESTATUS[0]}}', common.NCI],
                              cwd=folder, capture_output=True, env=common.ENVIRONMENT, timeout=60)
        if done.returncode not in (0, 1, 2, 128 + signal.SIGPIPE):
            raise Wrong(f"{mode} into a closed pipe: status {done.returncode}: {done.stderr!r}")
    for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        workflows = make(folder)
        done = subprocess.run(["/bin/sh", "-c", f'"$0" --in-place {closed}', common.NCI], cwd=folder,
                              capture_output=True, env=common.ENVIRONMENT, timeout=60)
        if judge(closed, workflows, new) != len(NAMES) or done.returncode != 0:
            raise Wrong(f"--in-place {closed}: status {done.returncode}: {done.stderr!r}")
    return "streams"


def full_disk(scratch, new):
    """Runs on a small file system, if one can be mounted in a namespace."""
    script = r'''
mount -t tmpfs -o size=64k,nr_inodes=40 none "$1" || exit 77
mkdir -p "$1/.github/workflows"
cp "$2" "$1/.github/workflows/a.yml"; cp "$2" "$1/.github/workflows/b.yml"
cat /dev/zero >"$1/fill" 2>/dev/null
cd "$1" && { "$3" --in-place=.bak; echo "status $?"; ls -A .github/workflows | tr '\n' ' '; }
cmp .github/workflows/a.yml "$2" && cmp .github/workflows/b.yml "$2" && echo whole
mount -o remount,ro "$1"; rm -f fill
"$3" --in-place; echo "status $?"
cmp .github/workflows/a.yml "$2" && cmp .github/workflows/b.yml "$2" && echo whole
'''
    mount = scratch / "disk"
    mount.mkdir()
    (scratch / "old.yml").write_bytes(old("a.yml"))
    done = subprocess.run(["unshare", "-rm", "/bin/sh", "-c", script, "sh", mount, scratch / "old.yml", common.NCI],
                          capture_output=True, env=common.ENVIRONMENT, timeout=60)
    if done.returncode == 77 or b"unshare" in done.stderr:
        return "full disk not tried: no namespace of one's own"
    words = done.stdout.decode().split()
    if words != ["status", "2", "a.yml", "b.yml", "whole", "status", "2", "whole"]:
        raise Wrong(f"full and read-only disk: {done.stdout!r} {done.stderr!r}")
    return "full disk, read-only disk"


PARTS = ("streams", "quotas", "full_disk", "signals", "kills", "faults", "memory", "parallel_faults",
         "parallel_signals")


def main():
    failed = 0
    with tempfile.TemporaryDirectory(prefix="nci-faults-") as scratch:
        scratch = pathlib.Path(scratch).resolve()
        new = new_contents(scratch / "repository")
        for part in (globals()[name] for name in sys.argv[1:] or PARTS):
            start = time.monotonic()
            try:
                print(f"{part(scratch, new)} ({time.monotonic() - start:.0f} s)")
            except Wrong as wrong:
                failed = 1
                print(f"not ok: {part.__name__}: {wrong}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
