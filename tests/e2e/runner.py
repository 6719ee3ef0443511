# SPDX-License-Identifier: MIT
"""A small runner: it does the steps of one job as a CI runner would, with a cache action of its
own. What it does not know it refuses, so that nothing is passed over in silence."""
import pathlib
import platform
import resource
import shutil
import subprocess
import time
from dataclasses import dataclass, field

import expressions

JOB_KEYS = {"name", "runs-on", "strategy", "env", "steps"}
STEP_KEYS = {"name", "id", "uses", "with", "run", "env"}


def processor_time():
    """Seconds that all processes used that have ended so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@dataclass
class Result:
    """What one run of a job told."""
    succeeded: bool = True
    log: str = ""
    seconds: float = 0.0          # of the steps that run Nox
    cpu_seconds: float = 0.0      # theirs, too: neighbours on the machine add little to it
    restore_seconds: float = 0.0
    key: str = ""
    hit: bool = False             # the very key was there
    restored: str = ""            # the key of what was restored
    saved: bool = False

    def lines(self, start):
        return [line for line in self.log.splitlines() if line.startswith(start)]


class CacheStore:
    """What actions/cache keeps: a key is written once; a prefix finds the newest."""

    def __init__(self, folder):
        self.folder = folder
        self.entries = []  # (key, path, archive), oldest first
        folder.mkdir()

    def find(self, path, key, prefixes):
        """The best entry, or nothing."""
        fitting = [entry for entry in self.entries if entry[1] == path]
        found = [entry for entry in fitting if entry[0] == key]
        for prefix in prefixes:
            found = found or [entry for entry in fitting if entry[0].startswith(prefix)]
        return found[-1] if found else None

    def save(self, path, key, workspace):
        if any(entry[:2] == (key, path) for entry in self.entries):
            return False
        if not (workspace / path).exists():
            return False
        archive = self.folder / f"{len(self.entries)}.tar"
        subprocess.run(["tar", "-cf", archive, "-C", workspace, path], check=True)
        self.entries.append((key, path, archive))
        return True


@dataclass
class Runner:
    """A machine that does each job in a fresh checkout at one and the same path, since a virtual
    environment holds absolute paths."""
    folder: pathlib.Path
    search_path: str              # where nox, uv and python are found
    environment: dict
    python_version: str = ""      # empty: that of the interpreter
    keeps_checkout: bool = False  # as a machine of one's own does
    store: CacheStore = field(init=False)
    workspace: pathlib.Path = field(init=False)

    def __post_init__(self):
        self.folder.mkdir()
        self.workspace = self.folder / "workspace"
        self.workspace.mkdir()
        self.store = CacheStore(self.folder / "cache")

    def run_job(self, project, workflow, job_id, matrix=None, ref="refs/heads/main"):
        """Does one leg of a job on a project's folder, for a branch or a tag."""
        job = workflow["jobs"][job_id]
        unknown = job.keys() - JOB_KEYS
        if unknown:
            raise ValueError(f"job {job_id}: unknown {sorted(unknown)}")
        return JobRun(self, project, job_id, job, matrix or {}, ref).run()


class JobRun:
    """One run of one job."""

    def __init__(self, runner, project, job_id, job, matrix, ref):
        self.runner, self.project, self.job = runner, project, job
        self.workspace = runner.workspace
        self.steps = {}
        self.contexts = {
            "runner": {"os": platform.system(), "arch": platform.machine()},
            "github": {"job": job_id, "ref": ref}, "matrix": matrix, "steps": self.steps, "env": {},
        }
        self.post = []  # what the cache action does at the end of the job
        self.result = Result()

    def expand(self, text):
        return expressions.expand(text, self.contexts, self.workspace)

    def run(self):
        # No cache of pip or uv outlives a run.
        shutil.rmtree(self.runner.folder / "home", ignore_errors=True)
        (self.runner.folder / "home").mkdir()
        for step in self.job["steps"]:
            self.step(step)
            if not self.result.succeeded:
                return self.result
        for path, key in self.post:
            self.result.saved = self.runner.store.save(path, key, self.workspace)
        return self.result

    def step(self, step):
        unknown = step.keys() - STEP_KEYS
        if unknown:
            raise ValueError(f"unknown in a step: {sorted(unknown)}")
        outputs = {}
        if "run" in step:
            self.script(step)
        else:
            action = step["uses"].partition("@")[0]
            actions = {"actions/checkout": self.checkout, "actions/cache": self.cache,
                       "actions/setup-python": self.setup_python}
            outputs = actions[action](step.get("with", {}))
        if "id" in step:
            self.steps[step["id"]] = {"outputs": outputs}

    def checkout(self, _):
        """Leaves what the project has. A kept checkout is cleaned as git does it: what is
        unchanged is not written again, and keeps its time."""
        if not self.runner.keeps_checkout:
            shutil.rmtree(self.workspace)
        else:
            shutil.rmtree(self.workspace / ".nox", ignore_errors=True)
            for path in list(self.workspace.rglob("*")):
                origin = self.project / path.relative_to(self.workspace)
                if path.is_file() and not origin.exists():
                    path.unlink()
        for path in sorted(self.project.rglob("*")):
            target = self.workspace / path.relative_to(self.project)
            if path.is_file() and not (target.exists() and
                                       target.read_bytes() == path.read_bytes()):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        return {}

    def setup_python(self, _):
        words = ["python3", "-c", "import platform; print(platform.python_version())"]
        done = subprocess.run(words, env=self.environment({}), check=True, text=True,
                              capture_output=True)
        return {"python-version": self.runner.python_version or done.stdout.strip()}

    def cache(self, inputs):
        path, key = inputs["path"], self.expand(inputs["key"])
        if not key or len(key) > 512 or "," in key:
            raise ValueError(f"no key that the action takes: {key!r}")
        prefixes = self.expand(inputs.get("restore-keys", "")).split()
        found = self.runner.store.find(path, key, prefixes)
        self.result.key, self.result.hit = key, bool(found) and found[0] == key
        # What is only looked up counts as a hit, also for what is saved at the end
        # (github.com/actions/cache, src/restoreImpl.ts and src/saveImpl.ts).
        if found and self.expand(inputs.get("lookup-only", "false")) != "true":
            started = time.monotonic()
            subprocess.run(["tar", "-xf", found[2], "-C", self.workspace], check=True)
            self.result.restore_seconds += time.monotonic() - started
            self.result.restored = found[0]
        if not self.result.hit:
            self.post.append((path, key))
        # The action leaves its output empty where it found nothing.
        return {"cache-hit": str(self.result.hit).lower() if found else ""}

    def environment(self, more):
        home = self.runner.folder / "home"
        return {"PATH": f"{self.runner.search_path}:/usr/bin:/bin", "HOME": str(home),
                "TMPDIR": str(home), "LC_ALL": "C.UTF-8", "CI": "true",
                **self.runner.environment, **more}

    def script(self, step):
        more = {name: self.expand(value) for scope in (self.job, step)
                for name, value in scope.get("env", {}).items()}
        script = self.runner.folder / "script"
        script.write_text(self.expand(step["run"]))
        started, used = time.monotonic(), processor_time()
        done = subprocess.run(["bash", "-e", script], cwd=self.workspace, timeout=300,
                              env=self.environment(more), text=True, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if "nox " in step["run"]:
            self.result.seconds += time.monotonic() - started
            self.result.cpu_seconds += processor_time() - used
        self.result.log += done.stdout
        self.result.succeeded = done.returncode == 0
