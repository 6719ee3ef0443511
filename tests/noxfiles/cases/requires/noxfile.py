# SPDX-License-Identifier: MIT
"""Sessions that start others: by requires=, notify() and Nox itself."""
import nox

AFTER = ["wheel", "lint"]
BOTH = (*AFTER, "docs")


@nox.session
def lint(session):
    session.install("ruff")
    session.run("ruff", "check")


@nox.session(python=["3.11", "3.12"])
def wheel(session):
    session.install("build")
    session.install(".")


@nox.session(name="wheel-check")
def wheel_check(session):
    session.install("twine")


@nox.session
def docs(session):
    session.install("sphinx")


@nox.session(requires=["lint"])
def pure_chain(session):
    session.install("coverage")


@nox.session(requires=["pure_chain", "docs"])
def longer_pure_chain(session):
    session.run("true")


@nox.session(requires=["wheel"])
def literal(session):
    session.install("pytest")


@nox.session(requires=["literal"])
def transitive(session):
    session.install("pytest")


@nox.session(requires=("lint", "wheel-3.12"))
def of_a_python(session):
    session.install("pytest")


@nox.session(python=["3.11", "3.12"], requires=["wheel-{python}"])
def of_the_same_python(session):
    session.install("pytest")


@nox.session(requires=AFTER)
def by_a_name(session):
    session.install("pytest")


@nox.session(requires=[*BOTH])
def by_a_spread(session):
    session.install("pytest")


@nox.session(requires=[name for name in AFTER])
def by_a_comprehension(session):
    session.install("pytest")


@nox.session
def notifies(session):
    session.notify("wheel")


@nox.session
def notifies_pure(session):
    session.notify("lint")
    session.notify(target="docs") if False else session.notify("docs")


@nox.session(python=["3.12"])
def notifies_its_python(session):
    session.notify(f"wheel-{session.python}")


@nox.session
def notifies_in_a_loop(session):
    for name in AFTER:
        session.notify(name)


@nox.session
def notifies_by_a_helper(session):
    start(session, "wheel")


def start(session, name):
    session.notify(name)


@nox.session
def notifies_one_of_two(session):
    session.notify("docs" if session.posargs else "wheel")


@nox.session(python=False)
def runs_nox(session):
    session.run("nox", "-s", "lint", "wheel", external=True)


@nox.session(python=False)
def runs_pure_nox(session):
    session.run("python", "-m", "nox", "-r", "--sessions", "lint", "docs", external=True)


@nox.session(python=False)
def runs_all(session):
    session.run("nox", external=True)


@nox.session(python=False)
def runs_by_tag(session):
    session.run("nox", "-t", "fast", external=True)


@nox.session(requires=["second"])
def first(session):
    session.install("a")


@nox.session(requires=["third"])
def second(session):
    session.install("b")


@nox.session
def third(session):
    session.install("c")
    session.notify("fourth")


@nox.session
def fourth(session):
    session.install("-e", ".")
