#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a terminal, a pager and a pipe get, with a real pseudo-terminal of 80 and of 200 columns."""
import fcntl
import os
import pathlib
import pty
import signal
import struct
import subprocess
import sys
import tempfile
import termios

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import common  # noqa: E402

NCI = str(pathlib.Path(os.environ.get("NCI", "./nox-cache-inject")).resolve())
SOURCE = pathlib.Path(os.environ.get("NCI_SOURCE", ".")).resolve()
KEPT = {name: value for name, value in os.environ.items()
        if name not in ("PAGER", "GIT_PAGER", "LESS", "LV", "COLUMNS", "NO_COLOR")}


def on_terminal(arguments, columns, folder, interrupt=None, **variables):
    """What the program writes to a terminal (both streams), and its exit status."""
    pid, fd = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        os.chdir(folder)
        os.execve(NCI, [NCI, *arguments], {**KEPT, "TERM": "xterm", **variables})
    output = b""
    while True:
        try:
            data = os.read(fd, 65536)
        except OSError:
            break
        if not data:
            break
        output += data
        if interrupt and interrupt.encode() in output:
            os.kill(pid, signal.SIGINT)
            interrupt = None
    os.close(fd)
    return output.replace(b"\r\n", b"\n").decode(), os.waitpid(pid, 0)[1]


def in_pipe(arguments, folder):
    return subprocess.run([NCI, *arguments], cwd=folder, env=KEPT, capture_output=True, text=True).stdout


def expect(condition, message, *shown):
    if not condition:
        print(message, *shown, sep="\n")
        sys.exit(1)


def check_list(folder):
    whole = in_pipe(["--list"], folder)
    for columns in (80, 200):
        text, _ = on_terminal(["--list", "--color=never"], columns, folder)
        lines = text.splitlines()
        widest = max(len(line) for line in lines)
        expect(widest <= columns, f"--list: {widest} columns on a terminal of {columns}", text)
        expect(len(lines) == len(whole.splitlines()), "--list: other lines on a terminal", text)
        expect(("..." in text) == (columns == 80), f"--list: shortened at {columns}", text)
        for line in lines[2:]:
            expect(line.split()[1].isdigit() and line.split()[2].isdigit(), "--list: a number is cut", line)
    expect("..." not in whole, "--list: shortened in a pipe", whole)
    one = in_pipe(["--list", "--job=lint"], folder).splitlines()
    expect(len(one) == 3 and one[2].split()[0] == "lint", "--list --job: other jobs", *one)


def check_pager(folder, scratch):
    diff = in_pipe([], folder)
    seen = scratch / "seen"
    show = f"cat >{seen}; echo \"$LESS\" >>{seen}"
    for variables in ({"GIT_PAGER": show, "PAGER": "false"}, {"PAGER": show}):
        on_terminal(["--color=never"], 80, folder, **variables)
        text = seen.read_text()
        seen.unlink()
        expect(text == diff + "FRX\n", "the pager gets another text than a pipe", text)
    for arguments, variables in ((["--no-pager"], {"PAGER": show}), ([], {"PAGER": "cat"}), ([], {"PAGER": ""}),
                                 (["--list"], {"PAGER": show}), (["-o", str(scratch / "o")], {"PAGER": show}),
                                 (["--skip-job=lint", "--job=lint"], {"PAGER": show})):
        text, _ = on_terminal(["--color=never", *arguments], 80, folder, **variables)
        expect(not seen.exists(), f"a pager is started: {arguments} {variables}", text)
        if not arguments or arguments == ["--no-pager"]:
            expect(diff in text, f"the diff is not shown: {arguments} {variables}", text)
    in_pipe([], folder)
    expect(not seen.exists(), "a pager is started in a pipe")
    subprocess.run(["git", "init", "-q", folder], check=True)
    subprocess.run(["git", "-C", folder, "config", "core.pager", show], check=True)
    on_terminal([], 80, folder, PAGER="cat")
    on_terminal([], 80, folder, PATH="/nonexistent")
    expect(not seen.exists(), "the repository's configuration chooses the pager")
    # Who leaves the pager early has seen enough.
    text, status = on_terminal(["--color=never"], 80, folder, PAGER="true")
    expect(status == 0 and "standard output" not in text, f"a pager left early: status {status}", text)


def check_progress(scratch):
    """A run of some seconds: its progress, and Ctrl-C."""
    count = 8000
    workflow = (SOURCE / "examples/forgejo-project/.forgejo/workflows/ci.yml").read_bytes()
    for i in range(count):
        target = scratch / f"many/{i}/.forgejo/workflows"
        target.mkdir(parents=True)
        (target / "ci.yml").write_bytes(workflow)
    names = [str(i) for i in range(count)]
    folder = scratch / "many"
    for jobs in ("1", "2"):
        text, status = on_terminal(["--check", "-j", jobs, "-o", "/dev/null", *names], 80, folder, "repositories, ")
        expect("\r\033[K" in text and f" of {count} repositories, " in text and " s left" in text,
               f"-j{jobs}: no progress", text[-500:])
        last = text.splitlines()[-1]
        expect(" after " in last, f"-j{jobs}: not interrupted", text[-500:])
        done = int(last.split(" after ")[1].split()[0])
        expect(last.endswith(f" of {count} repositories") and 0 < done < count, f"-j{jobs}: no end", text[-500:])
        expect(f"{done} files, " in text.splitlines()[-2], f"-j{jobs}: no summary", text[-500:])
        expect(os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGINT, f"-j{jobs}: status {status}")
        expect("failed" not in text, f"-j{jobs}: a process is said to have failed", text[-500:])
    del names[count // 4:]
    ended = subprocess.run([NCI, "--check", "-o", "/dev/null", *names], cwd=folder, env=KEPT, capture_output=True)
    expect(b"\r" not in ended.stderr and b" s left" not in ended.stderr, "progress in a pipe", ended.stderr)
    text, _ = on_terminal(["--check", "-q", "-o", "/dev/null", *names], 80, folder)
    expect(" s left" not in text, "progress with -q", text[-500:])


def check_large(scratch):
    """A single repository of many files: its progress, and Ctrl-C before a file is written."""
    count = 2000
    workflow = (SOURCE / "examples/forgejo-project/.forgejo/workflows/ci.yml").read_bytes()
    target = scratch / "large/.forgejo/workflows"
    target.mkdir(parents=True)
    for i in range(count):
        (target / f"{i}.yml").write_bytes(workflow)
    text, status = on_terminal(["--in-place"], 80, scratch / "large", " s left")
    expect(f" of {count} files, " in text, "one repository: no progress", text[-500:])
    expect(text.splitlines()[-1].endswith(f"interrupted after 0 of {count} files"), "one repository: no end", text[-500:])
    expect(os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGINT, f"one repository: status {status}")
    expect(all(file.read_bytes() == workflow for file in target.iterdir()), "one repository: a file was written")


def check_excerpts(folder):
    """Source lines and marks fit the terminal; a pipe has the whole line."""
    for columns in (80, 200):
        text, _ = on_terminal(["--check", "--color=never"], columns, folder)
        lines = [line for line in text.splitlines() if line[5:8] == " | "]
        expect(len(lines) >= 6 and max(map(len, lines)) <= columns, f"--check: wide on a terminal of {columns}", text)
        expect(("…" in text) == (columns == 80), f"--check: cut at {columns}", text)
        expect(all(len(marks) <= len(source) for source, marks in zip(lines[::2], lines[1::2])),
               f"--check: marks beyond the line at {columns}", text)


def main():
    with tempfile.TemporaryDirectory(prefix="nci-terminal-") as scratch:
        scratch = pathlib.Path(scratch)
        folder = scratch / "project"
        common.copy_tree(SOURCE / "examples/forgejo-project", folder)
        check_list(folder)
        check_excerpts(SOURCE / "tests/golden/check-legs/in")
        check_pager(folder, scratch)
        check_large(scratch)
        check_progress(scratch)


main()
