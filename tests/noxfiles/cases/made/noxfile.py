# SPDX-License-Identifier: MIT
"""Sessions that are made by calls, in loops and in dictionaries: their names are not in the text."""
import nox
from nox import session as make

SESSIONS = {}


def tests(session):
    session.install(".")


def build(session, name="x"):
    session.install("./" + name)


for number in ("one", "two"):

    @nox.session(name=f"loop-{number}")
    def in_loop(session):
        session.install("-e", ".")


SESSIONS["dict"] = nox.session(tests, name="dict")
make(name="called")(build)


@nox.session
def lint(session):
    session.install("ruff")


@nox.session(python=False)
def bare(session):
    session.run("true")
