#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests examples/measure with a local server that answers like GitHub and Forgejo: the right
runs are used, the figures are those of the table, and the token is sent only to the API."""
import datetime
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import urllib.parse
import xml.etree.ElementTree

SOURCE = pathlib.Path(os.environ.get("NCI_SOURCE", ".")).resolve()
MEASURE = SOURCE / "examples/measure/measure"
START = datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc)
KEY = "Linux-X64-nox-lint-3.12.4-0123"
LOGS = {
    "exact": f"Cache hit for: Linux-uv-1\nCache hit for: {KEY}\nCache hit occurred on the primary key {KEY}, not saving cache.\n",
    "partial": f"Cache hit for: Linux-uv-1\nCache hit for restore-key: {KEY}\nCache restored from key: {KEY}\n",
    "none": f"Cache hit for: Linux-uv-1\nCache not found for input keys: {KEY}, Linux-X64-nox-lint-3.12.4-\n",
    "silent": "no cache in this job\n",
}


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Run:
    """A run of the workflow: hours after START, and the seconds of its job and its Nox step."""

    def __init__(self, number, hours, job, step, log="silent", branch="main", conclusion="success"):
        self.number, self.job, self.step, self.log = number, job, step, log
        self.branch, self.conclusion = branch, conclusion
        self.start = START + datetime.timedelta(hours=hours)

    def github(self):
        return {"id": self.number, "head_branch": self.branch, "run_started_at": stamp(self.start),
                "conclusion": self.conclusion}

    def jobs(self):
        end = self.start + datetime.timedelta(seconds=self.job)
        step = self.start + datetime.timedelta(seconds=5)
        steps = [{"name": "Set up job", "conclusion": "success", "started_at": stamp(self.start), "completed_at": stamp(step)},
                 {"name": "Run Nox | lint", "conclusion": "success", "started_at": stamp(step),
                  "completed_at": stamp(step + datetime.timedelta(seconds=self.step))},
                 {"name": "Only on failure", "conclusion": "skipped", "started_at": None, "completed_at": None}]
        return [{"id": self.number * 10, "name": "lint <3.12>", "conclusion": "success",
                 "started_at": stamp(self.start), "completed_at": stamp(end), "steps": steps},
                {"id": self.number * 10 + 1, "name": "docs", "conclusion": "failure",
                 "started_at": stamp(self.start), "completed_at": stamp(end), "steps": []}]

    def task(self):
        return {"id": self.number, "name": "lint <3.12>", "head_branch": self.branch, "run_number": self.number,
                "status": self.conclusion, "workflow_id": "ci.yml", "run_started_at": stamp(self.start),
                "updated_at": stamp(self.start + datetime.timedelta(seconds=self.job))}


# Newest first, as on both platforms.
RUNS = [Run(9, 9, 40, 12, "exact"), Run(8, 8, 44, 14, "exact"), Run(7, 7, 46, 16, "partial"),
        Run(6, 6, 100, 70, "none"), Run(5, 5, 400, 300, conclusion="failure"),
        Run(4, -4, 98, 68), Run(3, -5, 100, 70), Run(2, -6, 110, 80), Run(1, -900, 900, 800)]
BRANCHES = [Run(12, 3, 30, 9, "exact", "change"), Run(11, 2, 90, 60), Run(10, 1, 70, 40, branch="other")]


class Server(http.server.BaseHTTPRequestHandler):
    runs = RUNS
    seen = []

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        query = {name: values[0] for name, values in urllib.parse.parse_qs(url.query).items()}
        self.seen.append((url.path, self.headers.get("Authorization")))
        parts = url.path.split("/")
        # Two entries per page, whatever was requested.
        page = slice(2 * (int(query.get("page", 1)) - 1), 2 * int(query.get("page", 1)))
        answer, status = None, 200
        if url.path.startswith("/kept/"):  # where GitHub keeps logs: another server
            self.send(200, LOGS[parts[-1]].encode())
            return
        if url.path == "/repos/my-org/project/actions/workflows/ci.yml/runs":
            assert query["status"] == "success"
            runs = [run for run in self.runs if run.conclusion == "success" and query.get("branch", run.branch) == run.branch]
            answer = {"total_count": len(runs), "workflow_runs": [run.github() for run in runs[page]]}
        elif parts[-1] == "jobs":
            [run] = [run for run in self.runs if run.number == int(parts[-2])]
            answer = {"total_count": 2, "jobs": run.jobs()[page]}
        elif parts[-1] == "logs":
            [run] = [run for run in self.runs if run.number == int(parts[-2]) // 10]
            port = self.server.server_address[1]
            self.send(302, b"", {"Location": f"http://localhost:{port}/kept/{run.log}"})
            return
        elif url.path == "/api/v1/repos/my-org/project/actions/tasks":
            answer = {"total_count": len(self.runs), "workflow_runs": [run.task() for run in self.runs[page]] or None}
        else:
            status = 404
        self.send(status, json.dumps(answer).encode())

    def send(self, status, body, headers=()):
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    environment = {**os.environ, "A_TOKEN": "secret", "no_proxy": "*"}
    with tempfile.TemporaryDirectory() as scratch:
        report, picture = pathlib.Path(scratch, "report.json"), pathlib.Path(scratch, "saved.svg")

        def measure(*words, api=address, status=0):
            done = subprocess.run([sys.executable, MEASURE, f"--api={api}", "--repository=my-org/project",
                                   "--workflow=ci.yml", "--token=A_TOKEN", f"--json={report}", f"--svg={picture}", *words],
                                  capture_output=True, text=True, env=environment)
            assert done.returncode == status, (words, done.returncode, done.stderr)
            return done.stdout if status == 0 else done.stderr

        table = measure("--since=2026-03-01", "--runs=3", "--step=Run Nox*")
        found = json.loads(report.read_text())
        assert found["runs"] == {"before": 3, "after": 3}, found
        job, step = found["rows"]
        # The newest three of each side: 98, 100, 110 and 40, 44, 46; steps 68, 70, 80 and 12, 14,
        # 16.
        assert job["before"] == {"runs": 3, "median": 100.0, "quartiles": [99.0, 105.0]}, job
        assert job["after"] == {"runs": 3, "median": 44.0, "quartiles": [42.0, 45.0]}, job
        assert job["saved"] == 56.0 and job["hits"] == {"exact": 2, "partial": 1, "none": 0}, job
        assert step["step"] == "Run Nox | lint" and step["saved"] == 56.0 and step["after"]["median"] == 14.0, step
        assert "| `lint <3.12>` | 100 s (99 to 105, 3 runs) | 44 s (42 to 45, 3 runs) | 56 s (56%) | 2, 1, 0 |" in table, table
        assert r"`Run Nox \| lint`" in table, table
        texts = [e.text for e in xml.etree.ElementTree.parse(picture).iter() if e.text and e.text.strip()]
        assert "lint <3.12>" in texts and "100 s" in texts and "44 s" in texts, texts
        # The failed job is excluded, as is the run of a month ago.
        assert "docs" not in table and "900" not in table, table
        kept = [token for path, token in Server.seen if path.startswith("/kept/")]
        assert kept and not any(kept), "the token goes to where logs are kept"
        assert all(token == "token secret" for path, token in Server.seen if not path.startswith("/kept/"))

        measure("--since=2026-03-01T00:00:00Z", "--no-hits")
        found = json.loads(report.read_text())
        assert found["runs"] == {"before": 4, "after": 4} and "hits" not in found["rows"][0], found

        Server.runs = BRANCHES + RUNS
        measure("--branch=change", "--runs=2")
        found = json.loads(report.read_text())
        assert found["runs"] == {"before": 2, "after": 1}, found
        assert found["rows"][0]["before"]["median"] == 65.0 and found["rows"][0]["after"]["median"] == 30.0, found

        Server.runs = RUNS
        table = measure("--since=2026-03-01", "--runs=3", api=f"{address}/api/v1")
        [job] = json.loads(report.read_text())["rows"]
        assert job["before"]["median"] == 100.0 and job["after"]["median"] == 44.0 and "hits" not in job, job
        assert table.rstrip().endswith("| - |"), table

        assert "404" in measure("--since=2026-03-01", "--workflow=none.yml", status=1)
        assert "no successful run" in measure("--since=2026-03-01", "--job=none", status=1)
        assert "needed" in measure(status=2)
    print("ok")


if __name__ == "__main__":
    main()
