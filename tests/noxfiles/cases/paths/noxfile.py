# SPDX-License-Identifier: MIT
"""Ways to name the project, and names that are none."""
import os
import pathlib
from pathlib import Path

import nox

HERE = Path(__file__).parent.resolve()
PROJECT = "."
PACKAGES = HERE / "pkgs"
NAMES = {"core": "./core", "tool": "ruff"}


@nox.session
def dot(session):
    session.install(".")


@nox.session
def extras(session):
    session.install(".[test,docs]", "pytest")


@nox.session
def above(session):
    session.install("../name/")


@nox.session
def below(session):
    session.install("pkgs/x")


@nox.session
def below_with_extra(session):
    session.install("pkgs/x[test]")


@nox.session
def constant(session):
    session.install(PROJECT)


@nox.session
def constant_editable(session):
    session.install("-e", PROJECT + "[test]")


@nox.session
def local_variable(session):
    target = "."
    session.install("pytest", target)


@nox.session
def chosen(session):
    target = ".[all]" if session.posargs else "."
    session.install("-e", target)


@nox.session
def of_pathlib(session):
    session.install(str(PACKAGES / "x"))


@nox.session
def of_os(session):
    session.install(os.path.join(os.path.dirname(__file__), "pkgs"))


@nox.session
def of_resolve(session):
    session.install(pathlib.Path(".").resolve().as_posix())


@nox.session
def of_a_dictionary(session):
    session.install(NAMES["core"])


@nox.session
def tool_of_a_dictionary(session):
    session.install(NAMES["tool"])


@nox.session
def in_a_loop(session):
    for package in ("pkgs/a", "pkgs/b"):
        session.install(package)


@nox.session
def formatted(session):
    extra = "x"
    session.install(f".[{extra}]")


@nox.session
def url_of_a_file(session):
    session.install("name @ file:///tmp/name")


@nox.session
def sdist(session):
    session.install("dist/name-1.0.tar.gz")


@nox.session
def one_word(session):
    session.install("-e.")


@nox.session
def bundle(session):
    session.install("-qe", ".")


@nox.session
def behind_an_option(session):
    session.install("--no-deps", "--no-build-isolation", ".")


@nox.session
def either(session):
    session.install("ruff" if session.posargs else ".")


@nox.session
def one_of_two_tools(session):
    session.install("ruff" if session.posargs else "mypy")


@nox.session
def marked(session):
    session.install("tomli>=1,<3; python_version < '3.11'", "pytest[x]~=8.0")


@nox.session
@nox.parametrize("django", ["4.2", "5.0"])
def versions(session, django):
    session.install(f"django=={django}", "django-" + "stubs==" + django)


@nox.session
@nox.parametrize("requirement", ["ruff", "."])
def requirement_as_parameter(session, requirement):
    session.install(requirement)
