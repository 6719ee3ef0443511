# SPDX-License-Identifier: MIT
"""usage: record.py NOXFILE
Loads a noxfile with Nox and calls each of its sessions with an object that records what it is asked
for and does nothing. Prints JSON. Runs under a Python that has Nox; only for noxfiles of the tests,
as loading one runs it."""
import contextlib
import importlib.util
import json
import os
import pathlib
import sys
import types

import nox
import nox.manifest
import nox.registry

INSTALLING = {"install", "conda_install", "run", "run_always", "run_install"}


class Recorder:
    """Stands for a session."""

    def __init__(self, runner, calls, starts):
        self.name, self.python, self.posargs = runner.friendly_name, runner.func.python, []
        self.env, self.interactive, self.bin = {}, False, "/venv/bin"
        self.virtualenv = types.SimpleNamespace(location="/venv", bin="/venv/bin")
        self.calls, self.starts = calls, starts

    def __getattr__(self, name):
        if name in INSTALLING:
            def method(*args, **kwargs):
                self.calls.append([name, [str(arg) for arg in args], sorted(kwargs.get("env") or {})])
                return ""
            return method
        if name in ("chdir", "cd"):
            return lambda *_: contextlib.nullcontext()
        if name == "notify":
            return lambda target, *_: self.starts.append(str(target))
        if name in ("log", "warn", "debug"):
            return lambda *_, **__: None
        raise AttributeError(name)


def main(path, out):
    os.chdir(path.parent)
    sys.stdout = sys.stderr
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location("user_nox_module", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["user_nox_module"] = module
    spec.loader.exec_module(module)
    config = types.SimpleNamespace(force_venv_backend=None, default_venv_backend=None, force_python=None,
                                   force_pythons=None, pythons=[], extra_pythons=[], posargs=[])
    sessions = {}
    for runner, _ in nox.manifest.Manifest(nox.registry.get(), config).list_all_sessions():
        one = sessions.setdefault(runner.name, {
            "calls": [], "starts": [], "signatures": [], "default": runner.func.default,
            "reuse": runner.func.reuse_venv, "backend": runner.func.venv_backend,
            "python": runner.func.python is not False})
        one["signatures"] += [runner.name, *runner.signatures]
        one["starts"] += list(runner.func.requires or [])
        runner.func(Recorder(runner, one["calls"], one["starts"]))
    options = nox.options
    json.dump({"sessions": sessions, "default": options.sessions and list(options.sessions),
               "reuse": options.reuse_venv}, out)


main(pathlib.Path(sys.argv[1]).resolve(), sys.stdout)
