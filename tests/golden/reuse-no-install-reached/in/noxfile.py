import functools

import nox


def needs_project(func):
    @functools.wraps(func)
    def wrapper(session):
        session.install("-e", ".")
        func(session)

    return wrapper


@nox.session
def lint(session):
    session.install("ruff")
    session.run("ruff", "check")


@nox.session(requires=["lint"])
def format(session):
    session.install("black")
    session.run("black", "--check", ".")


@nox.session(requires=["format", "tests"])
def everything(session):
    session.install("coverage")
    session.run("coverage", "report")


@nox.session
@needs_project
def types(session):
    session.install("mypy")
    session.run("mypy")


@nox.session
def tests(session):
    session.install("-e", ".", "pytest")
    session.run("pytest")
