# SPDX-License-Identifier: MIT
"""Programs that make an environment what a lock file says."""
import nox


@nox.session
def uv(session):
    session.run_install("uv", "sync", "--locked", env={"UV_PROJECT_ENVIRONMENT": session.virtualenv.location})


@nox.session
def uv_without_project(session):
    session.run_install("uv", "sync", "--locked", "--no-install-project")


@nox.session
def uv_one_group(session):
    session.run_install("uv", "sync", "--only-group", "lint")


@nox.session
def uv_copy(session):
    session.run_install("uv", "sync", "--no-editable")


@nox.session
def uv_and_more(session):
    session.run_install("uv", "sync", "--no-install-project")
    session.install("pytest")


@nox.session
def uv_elsewhere(session):
    session.run_install("uv", "sync", "--project", "sub", "--frozen")


@nox.session
def uv_spread(session):
    session.run_install("uv", "sync", *(["--no-install-project"] if session.posargs else []))


@nox.session
def poetry(session):
    session.run_install("poetry", "install", "--sync")


@nox.session
def pdm(session):
    session.run_install("pdm", "sync", "--clean", "--no-self")


@nox.session
def files(session):
    session.install("pip-tools")
    session.run("pip-sync", "requirements/a.txt", "requirements/b.txt")


@nox.session
def uv_files(session):
    session.run_install("uv", "pip", "sync", "requirements/a.txt")
