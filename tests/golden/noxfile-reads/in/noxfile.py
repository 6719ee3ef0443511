from pathlib import Path

import nox

from tools import helpers

HERE = Path(__file__).parent
CONSTRAINTS = "tests/constraints.txt"


@nox.session
def docs(session):
    session.install("-r", "docs/requirements.txt", "-c", CONSTRAINTS)
    session.run("sphinx-build", "docs", "html")


@nox.session(python=["3.11", "3.12"])
def tests(session):
    session.install("-e", ".", "-c", str(HERE / "tests" / f"constraints-{session.python}.txt"))
    session.run("pytest")


@nox.session
def lint(session):
    session.install(helpers.LINTER)
    session.run("ruff", "check")
