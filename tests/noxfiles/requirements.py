# SPDX-License-Identifier: MIT
"""What commands install, by pip's own parser of options and its own rules for what is a path."""
import contextlib
import dataclasses
import io
import os
import re

os.environ["PIP_CONFIG_FILE"] = os.devnull  # what this machine installs from is no matter here

from pip._internal.commands import create_command
from pip._internal.req.constructors import _looks_like_path
from pip._internal.utils.filetypes import is_archive_file

# Of the project: nothing, cannot be told, something.
NOTHING, UNKNOWN, PROJECT = 0, 1, 2
HOLE = "\0"  # what is not known of a text
# Options that pip has not, and whether a value follows.
OF_UV = {"--resolution": True, "--group": True, "--python": True, "--reinstall": False, "-P": True,
         "--reinstall-package": True, "--index": True, "--file": True, "--channel": True}


@dataclasses.dataclass
class Call:
    """What one call comes to."""
    installs: int = NOTHING
    reads: list = dataclasses.field(default_factory=list)
    starts: list = dataclasses.field(default_factory=list)
    starts_unknown: bool = False


def of_requirement(text):
    name = text.split(";")[0].strip()
    known, _, hole = name.partition(HOLE)
    if "file:" in name:
        return PROJECT
    if "://" in name:
        return UNKNOWN if hole or name != known else NOTHING
    if _looks_like_path(re.sub(r"\[.*", "", known)) or (is_archive_file(known) and known == name):
        return PROJECT
    if known == name:
        return NOTHING if name else UNKNOWN
    return NOTHING if re.search(r"[=<>~!]", known) else UNKNOWN


def split_options(args):
    """The arguments without those that only other installers than pip know."""
    kept, groups, skip = [], False, False
    for arg in args:
        option = arg.split("=")[0]
        if skip:
            skip = False
        elif option in OF_UV:
            groups |= option in ("--group", "--file")
            skip = OF_UV[option] and "=" not in arg
        else:
            kept.append(arg)
    return kept, groups


def of_pip(args):
    """pip install ARGS."""
    call = Call()
    args, groups = split_options(args)
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            options, names = create_command("install", isolated=True).parser.parse_args(list(args))
    except SystemExit:
        call.installs = PROJECT if any(_looks_like_path(a) for a in args) else UNKNOWN
        return call
    if options.editables:
        call.installs = PROJECT
    if options.requirements or groups:
        call.installs = max(call.installs, UNKNOWN)
    if any("://" not in link for link in options.find_links):
        call.installs = max(call.installs, PROJECT if "dist" in options.find_links else UNKNOWN)
    call.installs = max([call.installs, *map(of_requirement, names)])
    call.reads = [f for f in options.requirements + options.constraints if HOLE not in f]
    return call


def of_nox(args):
    call = Call()
    taking = False
    for arg in args:
        if arg == "--":
            break
        if arg.startswith("-"):
            taking = arg in ("-s", "-e", "--session", "--sessions")
            call.starts_unknown |= not taking and arg not in ("-r", "-R", "-v")
        elif taking:
            call.starts.append(arg)
        else:
            call.starts_unknown = True
    call.starts_unknown |= not call.starts
    return call


SYNCS = {("uv", "sync"): ("--no-install-project", "--only-group"), ("poetry", "install"): ("--no-root",),
         ("poetry", "sync"): ("--no-root",), ("pdm", "sync"): ("--no-self",), ("pdm", "install"): ("--no-self",)}


def of_command(args, skipped):
    """What session.run(*ARGS) comes to; skipped: it is not run under --no-install."""
    words = [arg for arg in args if not arg.startswith("-")]
    if not args or (args[0].startswith(HOLE) and "-m" not in args[:3]):
        return Call(UNKNOWN)
    program = os.path.basename(args[0]).removesuffix(".exe")
    if (program.startswith("python") or HOLE in program) and "-m" in args[:4]:
        return of_command(args[args.index("-m") + 1:], skipped)
    if len(words) > 2 and words[1] == "run" and program in ("uv", "poetry", "pdm", "hatch"):
        return of_command(args[args.index("run") + 1:], skipped)
    if program == "uv" and words[1:2] == ["pip"]:
        program, args, words = "pip", args[args.index("pip"):], words[1:]
    if program == "pip" and words[1:2] == ["install"]:
        return of_pip(args[args.index("install") + 1:])
    if program == "pip" and words[1:2] == ["sync"] or program == "pip-sync":
        return Call(UNKNOWN, [w for w in words[1:] if w != "sync" and HOLE not in w])
    if program == "pip":
        return Call(UNKNOWN if HOLE in words[1:2] else NOTHING)
    if program == "nox":
        return of_nox(args[1:])
    if program == "conda":
        return Call(UNKNOWN)
    if (program, *words[1:2]) in SYNCS:
        without = SYNCS[program, words[1]]
        options = {arg.split("=")[0] for arg in args}
        return Call(NOTHING if options & set(without) else UNKNOWN if HOLE in args else PROJECT)
    if (program, *words[1:2]) in (("flit", "install"), ("maturin", "develop")):
        return Call(PROJECT)
    if program == "python" and words[1:2] == ["setup.py"]:
        return Call(PROJECT if {"install", "develop"} & set(words) else NOTHING)
    if program in ("uv", "poetry", "pdm") and HOLE in words[1:2]:
        return Call(UNKNOWN)
    return Call(UNKNOWN if skipped else NOTHING)


def of_call(method, args, env=()):
    """What a session's method comes to with these arguments."""
    if method == "conda_install":
        return Call(UNKNOWN if any(a.startswith("--file") for a in args) else NOTHING)
    if method == "install":
        call = of_pip(args)
        if set(env) & {"PIP_FIND_LINKS", "UV_FIND_LINKS"}:
            call.installs = max(call.installs, UNKNOWN)
        return call
    return of_command(args, method != "run")
