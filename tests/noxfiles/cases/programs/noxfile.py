# SPDX-License-Identifier: MIT
"""Programs that install."""
import sys

import nox


@nox.session
def pip(session):
    session.run("pip", "install", ".")


@nox.session
def pip_with_options(session):
    session.run_install("pip", "-q", "install", ".")


@nox.session
def pip_always(session):
    session.run_always("pip", "--disable-pip-version-check", "install", "-e", ".")


@nox.session
def module(session):
    session.run("python", "-I", "-m", "pip", "install", "--no-deps", ".")


@nox.session
def by_executable(session):
    session.run(sys.executable, "-m", "pip", "install", ".")


@nox.session
def of_the_environment(session):
    session.run(f"{session.bin}/python", "-m", "pip", "install", ".")


@nox.session
def uv_pip(session):
    session.run("uv", "pip", "install", "-e", ".[test]")


@nox.session
def in_poetry(session):
    session.run("poetry", "run", "pip", "install", ".")


@nox.session
def poetry(session):
    session.run("poetry", "install", "--with", "test", external=True)


@nox.session
def poetry_without_root(session):
    session.run("poetry", "install", "--no-root", external=True)


@nox.session
def setup(session):
    session.run("python", "setup.py", "develop")


@nox.session
def flit(session):
    session.run("flit", "install", "--symlink")


@nox.session
def maturin(session):
    session.run_install("maturin", "develop")


@nox.session
def conda(session):
    session.conda_install("numpy", "--file", "requirements.txt")


@nox.session
def installs_by_make(session):
    session.run_install("make", "install")


@nox.session
def runs_make(session):
    session.run("make", "docs", external=True)


@nox.session
def pip_tools_only(session):
    session.run("pip", "install", "build", "twine")
    session.run("pip", "list")


@nox.session
def upgrades_pip(session):
    session.run("python", "-m", "pip", "install", "--upgrade", "pip", "setuptools")


@nox.session
def builds(session):
    session.install("build")
    session.run("python", "-m", "build", ".")
    session.run("python", "setup.py", "sdist")


@nox.session
def checks(session):
    session.install("ruff==0.5.0")
    session.run("ruff", "check", ".", *session.posargs)


@nox.session
def spread(session):
    command = ["pip", "install", "."]
    session.run(*command)
