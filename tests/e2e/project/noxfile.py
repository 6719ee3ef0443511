# SPDX-License-Identifier: MIT
"""Sessions that differ in how the project comes into their environment."""
import os

import nox


@nox.session
def tests(session):
    """A copy of the project, what the lock names, and one dependency of this leg alone."""
    session.install("-r", "requirements.txt", f"leg-{os.environ['LEG']}")
    session.install(".")
    session.run("python", "-I", "show.py")


@nox.session
def docs(session):
    session.install("made-02")
    session.run("python", "-I", "show.py", "src")


@nox.session
def lint(session):
    """Many dependencies, and no project: the source is read where it lies."""
    session.install("made-all")
    session.run("python", "-I", "show.py", "src")


@nox.session
def uv_editable(session):
    session.install("-e", ".")
    session.run("python", "-I", "show.py")


@nox.session
def uv_copy(session):
    session.install(".")
    session.run("python", "-I", "show.py")


@nox.session
def uv_synced(session):
    folder = {"UV_PROJECT_ENVIRONMENT": session.virtualenv.location}
    session.run_install("uv", "sync", "--no-editable", env=folder)
    session.run("python", "-I", "show.py")


@nox.session
def pip_whole(session):
    """Many dependencies and the project itself, by pip."""
    session.install("made-all")
    session.install("-e", ".")
    session.run("python", "-I", "show.py")


@nox.session
def uv_whole(session):
    """The same by uv, whose own cache the job keeps."""
    session.install("made-all")
    session.install("-e", ".")
    session.run("python", "-I", "show.py")
