# SPDX-License-Identifier: MIT
"""A runner for one case: act in host mode, with a cache server, a tool cache and a package index of
its own, and the project that the program has rewritten."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[2]
NCI = str(pathlib.Path(os.environ.get("NCI", "./nox-cache-inject")).resolve())
ACT = pathlib.Path(os.environ["ACT_FOLDER"])
PACKAGES = os.environ["ORACLE_NPM"]

EVENTS = {
    "push": {"ref": "refs/heads/main"},
    "a tag": {"ref": "refs/tags/v1.0"},
    "a pull request": {"number": 1, "pull_request": {"head": {"ref": "change"},
                                                     "base": {"ref": "main"}}},
}
ACTIONS = {"cache": ["v4", "v6"], "setup-python": ["v5"], "upload-artifact": ["v3"]}
LABELS = ["ubuntu-latest", "self-hosted", "docker"]
# What every environment has.
USUAL = {"pip", "report", "setuptools", "wheel"}
CONTAINER = re.compile(r"^    container:\n(?:      .*\n)+", re.M)
REUSED = re.compile(r"Re-?using existing virtual environment")
INSTALLS = re.compile(r"nox > (python -m pip|uv pip) install")


def version_number(name):
    return [int(part) for part in name.split(".")]


PYTHONS = sorted(os.listdir(ACT / "tool-cache"), key=version_number)


@dataclass
class Outcome:
    words: str  # as in the table
    log: str


class Machine:
    def __init__(self, folder, wheels, project):
        self.folder, self.wheels = folder, wheels
        self.project = folder / "project"
        self.moves, self.event, self.date, self.pythons = False, "push", "2026-03-10", PYTHONS[:1]
        folder.mkdir()
        for name in ("home", "temporary"):
            (folder / name).mkdir()
        if project == "example":
            shutil.copytree(SOURCE / "examples/forgejo-project", self.project)
        else:
            shutil.copytree(HERE / "projects/base", self.project)
            shutil.copytree(HERE / "projects" / project, self.project, dirs_exist_ok=True)
        self.originals = {path: path.read_text() for path in self.project.glob(".*/**/*.yml")}
        [self.workflow] = [path for path in self.originals if path.name == "ci.yml"]
        self.in_container = "container:" in self.originals[self.workflow]
        # A runner has a clone; act reads its branch.
        git = ["git", "-c", "user.name=A Tester", "-c", "user.email=tester@example.org"]
        for words in (["init", "--quiet", "--initial-branch=main"],
                      ["commit", "--quiet", "--allow-empty", "--message=start"]):
            subprocess.run([*git, *words], cwd=self.project, env=self.environment(), check=True)

    def rewrite(self, options):
        """Rewrites the project as it was at first. The lines that this added."""
        for path, text in self.originals.items():
            path.write_text(text)
        subprocess.run([NCI, "-C", self.project, "--quiet", "--in-place", *options], check=True,
                       env=os.environ)
        added = ""
        for path, text in self.originals.items():
            new, old = path.read_text().splitlines(), set(text.splitlines())
            added += "".join(f"{line}\n" for line in new if line not in old)
            # No container is started: the job has what the image would bring.
            path.write_text(CONTAINER.sub("", path.read_text()))
        return added

    def write(self, name, text):
        (self.project / name).write_text(text)

    def change(self, what):
        changes = {
            "late added": lambda: (self.write("requirements.txt", "report==1.0\nlate==1.0\n"),
                                   self.write("imports.txt", "late\n")),
            "late removed": lambda: self.write("requirements.txt", "report==1.0\n"),
            "broken": lambda: self.write("imports.txt", "no_such_module\n"),
            "mended": lambda: self.write("imports.txt", ""),
            "the workspace moves": lambda: setattr(self, "moves", True),
            "the workspace stays": lambda: setattr(self, "moves", False),
            "another Python": lambda: setattr(self, "pythons", PYTHONS),
            "the next day": lambda: setattr(self, "date", "2026-03-11"),
            "the next month": lambda: setattr(self, "date", "2026-04-11"),
            **{name: lambda: setattr(self, "event", what) for name in EVENTS},
        }
        if what.startswith("--"):
            self.rewrite(what.split())
        else:
            changes[what]()

    def environment(self):
        home = self.folder / "home"
        path = [str(HERE / "bin"), os.environ["ACT_NODE"], "/usr/local/bin", "/usr/bin", "/bin"]
        if self.in_container:
            path.insert(1, str(ACT / "tool-cache" / self.pythons[-1] / "x64/bin"))
        return {
            "PATH": ":".join(path), "HOME": str(home), "TMPDIR": str(self.folder / "temporary"),
            "LC_ALL": "C.UTF-8", "TZ": "UTC", "NO_COLOR": "1", "GIT_CONFIG_NOSYSTEM": "1",
            "ACT_PACKAGES": PACKAGES, "ACT_REPORT": str(self.folder / "report"),
            "ACT_DATE": self.date, **({} if self.moves else {"ACT_FIXED_WORKSPACE": "1"}),
            "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels), "PIP_NO_CACHE_DIR": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONDONTWRITEBYTECODE": "1",
            "UV_OFFLINE": "1", "UV_FIND_LINKS": str(self.wheels), "UV_PYTHON_DOWNLOADS": "never",
            "UV_LINK_MODE": "copy",
            "VIRTUALENV_OVERRIDE_APP_DATA": str(self.wheels.parent / "seeds"),
        }

    def prepare(self):
        """An empty workspace, as in a container, and the interpreters of this run."""
        work = self.folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        for version in self.pythons:
            tool = work / "tool_cache/Python" / version
            tool.mkdir(parents=True)
            (tool / "x64").symlink_to(ACT / "tool-cache" / version / "x64")

    def run(self, job, matrix):
        """One job, or one leg of it."""
        self.prepare()
        report, event = self.folder / "report", self.folder / "event.json"
        report.write_text("")
        event.write_text(json.dumps(EVENTS[self.event]))
        words = [ACT / "act", "pull_request" if self.event == "a pull request" else "push",
                 "--directory", self.project, "--workflows", self.workflow, "--job", job,
                 "--eventpath", event, "--action-cache-path", self.folder / "work",
                 "--cache-server-path", self.folder / "caches", "--cache-server-addr", "127.0.0.1",
                 "--container-daemon-socket", "-",
                 *(word for value in matrix for word in ("--matrix", value)),
                 *(f"--platform={label}=-self-hosted" for label in LABELS),
                 *(f"--local-repository=actions/{name}@{version}={HERE}/actions/{name}"
                   for name, versions in ACTIONS.items() for version in versions)]
        done = subprocess.run(words, env=self.environment(), text=True, timeout=300,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        self.event = "push"
        lines = [json.loads(line) for line in report.read_text().splitlines()]
        return Outcome(describe(done.stdout, done.returncode == 0, lines), done.stdout)


def describe(log, passed, report):
    """The words of the table."""
    caches = [line for line in report if line["paths"] == [".nox"]]
    cache = "none"
    for line in caches:
        if "found" in line:
            cache = ("cold" if not line["found"] else "looks-up" if line["lookupOnly"]
                     else "exact" if line["exact"] else "partial")
    nox = ("builds" if "Creating virtual environment" in log else "nothing"
           if not REUSED.search(log) else "reuses" if INSTALLS.search(log) else "keeps")
    has = re.search(r"\| HAS (.*)", log)
    session = "passes" if passed else "breaks" if "FileNotFoundError" in log else "fails"
    return " ".join([cache, session, nox,
                     *(["saves"] if any(line.get("saved") for line in caches) else []),
                     *sorted(set(has[1].split() if has else []) - USUAL)])


def make_wheels(folder):
    """The package index: a tool that says what its environment has, and what the example calls."""
    sys.path.insert(0, str(HERE.parent))
    import wheels
    folder.mkdir()
    wheels.tool(folder, "report", (HERE / "report.py").read_text())
    for name in ("leg-plain", "leg-extra", "late"):
        wheels.wheel(folder, name, {name.replace("-", "_") + ".py": ""})
    for name, version in (("ruff", "0.8.4"), ("vulture", "2.14")):
        wheels.tool(folder, name, f"def main():\n    print({name!r})\n", version)
