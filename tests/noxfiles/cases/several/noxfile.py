# SPDX-License-Identifier: MIT
"""Several sessions of one function, odd names, parameters."""
import nox
from nox import session as task

NAME = "named-by-a-constant"


@nox.session
@nox.session(name="tests-random", reuse_venv=False)
@nox.session(name="tests-slow", python=False)
def tests(session):
    if session.name == "tests":
        session.install(".")
    else:
        session.install("pytest")


@task(name=NAME, default=False)
def named(session):
    session.install("ruff")


@task()
@nox.parametrize("x", [1, 2])
@nox.parametrize("y", ["a", "b"], ids=["A", "B"])
def parameters(session, x, y):
    session.install("ruff")


@nox.session(python=["3.11", "3.12"], tags=["fast"], venv_backend="venv")
def versions(
    session: nox.Session,
) -> None:
    session.install("ruff")


@nox.session
def waits(session): session.install("ruff"); session.run("ruff")
