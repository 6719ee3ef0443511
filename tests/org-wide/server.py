#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A GitHub of local repositories, as far as multi-gitter and git-xargs need one: the API's repositories of
an organisation and pull requests, and git over HTTPS by git-http-backend.

usage: server.py FOLDER CERTIFICATE KEY LOG

FOLDER has bare repositories, all of the organisation "org". Prints its port and serves until it is
killed. LOG gets a line of JSON for each pull request."""
import http.server
import json
import os
import pathlib
import re
import ssl
import subprocess
import sys

FOLDER, CERTIFICATE, KEY, LOG = (os.path.abspath(name) for name in sys.argv[1:5])
ME = {"login": "tester", "id": 1, "type": "User"}
ORGANISATION = {"login": "org", "id": 2, "type": "Organization"}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def root(self):
        return f"https://{self.headers['Host']}"

    def answer(self, status, body, kind="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        data = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            data += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return data

    def repository(self, name):
        return {"id": len(name), "name": name, "full_name": f"org/{name}", "owner": ORGANISATION,
                "default_branch": "main", "archived": False, "fork": False, "private": False,
                "permissions": {"admin": False, "push": True, "pull": True},
                "html_url": f"{self.root()}/org/{name}", "url": f"{self.root()}/api/v3/repos/org/{name}",
                "clone_url": f"{self.root()}/org/{name}.git", "topics": []}

    def pull_request(self, name, asked):
        with open(LOG, "a", encoding="utf-8") as log:
            log.write(json.dumps({"repository": name, **asked}) + "\n")
        return {"id": 1, "number": 1, "html_url": f"{self.root()}/org/{name}/pull/1", "state": "open",
                "title": asked["title"], "user": ME, "head": {"ref": asked["head"], "sha": "0" * 40},
                "base": {"ref": asked["base"], "repo": self.repository(name)}}

    def api(self, path, body):
        names = sorted(entry.name for entry in pathlib.Path(FOLDER).iterdir())
        found = re.fullmatch(r"repos/org/([^/]+)(/.*)?", path)
        if path == "user":
            return 200, ME
        if path == "orgs/org/repos":
            return 200, [self.repository(name) for name in names]
        if not found or found[1] not in names:
            return 404, {"message": f"no {path}"}
        if not found[2]:
            return 200, self.repository(found[1])
        if found[2] == "/pulls":
            return (201, self.pull_request(found[1], json.loads(body))) if self.command == "POST" else (200, [])
        return 404, {"message": f"no {path}"}

    def backend(self, path, query, body):
        """git-http-backend(1), by CGI."""
        done = subprocess.run(["git", "http-backend"], input=body, capture_output=True, check=True, env={
            **os.environ, "GIT_PROJECT_ROOT": FOLDER, "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path,
            "QUERY_STRING": query, "REQUEST_METHOD": self.command, "REMOTE_USER": "tester",
            "REMOTE_ADDR": "127.0.0.1", "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", "")})
        head, _, data = done.stdout.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().splitlines())
        self.answer(int(fields.get("Status", "200").split()[0]), data, fields.get("Content-Type", ""))

    def do_GET(self):
        path, _, query = self.path.partition("?")
        body = self.body()
        if path.startswith("/api/v3/"):
            self.answer(*self.api(path[len("/api/v3/"):].strip("/"), body))
        elif found := re.fullmatch(r"/org/([^/]+?)(?:\.git)?(/.*)", path):
            self.backend(f"/{found[1]}{found[2]}", query, body)
        else:
            self.answer(404, {"message": f"no {path}"})

    do_POST = do_GET


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, KEY)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    print(server.server_port, flush=True)
    server.serve_forever()


main()
