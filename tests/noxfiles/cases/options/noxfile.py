# SPDX-License-Identifier: MIT
"""Options of Nox and of sessions."""
import nox
import nox as n

REUSE = True
n.options.reuse_venv = "yes"
nox.options.sessions = ["plain", "never"]
ENVIRONMENT = dict(PIP_CONSTRAINT="constraints.txt")


@nox.session
def plain(session):
    session.install("ruff")


@nox.session(reuse_venv=False)
def never(session):
    session.install("ruff")


@nox.session(reuse_venv=REUSE)
def always(session):
    session.install(".")


@nox.session(default=False, venv_backend="none")
def bare(session):
    session.run("true")


@nox.session(venv_backend="conda", py="3.12")
def conda(session):
    session.conda_install("numpy", channel="conda-forge")


@nox.session(python="3.12")
def positional(session):
    session.install("ruff", env=ENVIRONMENT)
