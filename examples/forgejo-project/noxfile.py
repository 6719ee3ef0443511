"""Sessions of the checks; `nox -l` lists them."""

import nox

nox.options.sessions = ["lint", "format", "typecheck", "unit_tests"]

PYTHONS = ["3.11", "3.12", "3.13"]


@nox.session
def lint(session: nox.Session) -> None:
    session.install("ruff==0.8.4")
    session.run("ruff", "check", ".")


@nox.session
def format(session: nox.Session) -> None:
    session.install("ruff==0.8.4")
    session.run("ruff", "format", "--check", ".")


@nox.session
def typecheck(session: nox.Session) -> None:
    session.install("-e", ".", "mypy==1.14.0")
    session.run("mypy", "src")


@nox.session
def security_scan(session: nox.Session) -> None:
    session.install("bandit==1.8.0")
    session.run("bandit", "-r", "src", "-f", "json", "-o", "build/bandit-report.json")


@nox.session
def dead_code(session: nox.Session) -> None:
    session.install("vulture==2.14")
    session.run("vulture", "src")


@nox.session
def complexity(session: nox.Session) -> None:
    session.install("radon==6.0.1")
    session.run("radon", "cc", "--min", "C", "src")


@nox.session(python=PYTHONS)
def unit_tests(session: nox.Session) -> None:
    session.install("-e", ".[test]")
    session.run("coverage", "run", "-m", "pytest", "tests/unit", *session.posargs)


@nox.session
def integration_tests(session: nox.Session) -> None:
    session.install("-e", ".[test]")
    session.run("pytest", "tests/integration", *session.posargs)


@nox.session
def coverage_report(session: nox.Session) -> None:
    session.install("coverage==7.6.9")
    session.run("coverage", "combine", "build")
    session.run("coverage", "xml", "-o", "build/coverage.xml")


@nox.session
def docs(session: nox.Session) -> None:
    session.install("-e", ".", "sphinx==8.1.3")
    session.run("sphinx-build", "docs", "build/docs")


@nox.session
def build(session: nox.Session) -> None:
    session.install("build==1.2.2")
    session.run("python", "-m", "build")
