# SPDX-License-Identifier: MIT
"""Files that installs read."""
import os
from pathlib import Path

import nox

HERE = Path(__file__).parent
CONSTRAINTS = "ci/constraints.txt"
KIND = "docs"
FILES = {"docs": "docs/requirements.txt"}
ARGUMENTS = ["-r", "docs/requirements.txt"]


def install(session, *args):
    session.install("-c", CONSTRAINTS, *args)


@nox.session
def literal(session):
    session.install("-r", "docs/requirements.txt")


@nox.session
def constant(session):
    install(session, "ruff")


@nox.session
def formatted(session):
    session.install("-r", f"{KIND}/requirements.txt")


@nox.session
def of_pathlib(session):
    session.install("-r", str(HERE / "docs" / "requirements.txt"))


@nox.session
def of_os(session):
    session.install("--requirement=" + os.path.join("docs", "requirements.txt"))


@nox.session
def of_a_dictionary(session):
    session.install("-r", FILES["docs"])


@nox.session
def of_a_list(session):
    session.install(*ARGUMENTS)


@nox.session(python=["3.11", "3.12"])
def of_a_python(session):
    session.install("ruff", "-c", str(HERE / "ci" / f"constraints-{session.python}.txt"))


@nox.session
def by_variable(session):
    session.install("ruff", env={"PIP_CONSTRAINT": "ci/constraints.txt"})


@nox.session
def folder(session):
    session.install("./plugin")
