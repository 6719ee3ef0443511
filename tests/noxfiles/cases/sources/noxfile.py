# SPDX-License-Identifier: MIT
"""Sources that change while their version stays, and those that do not."""
import glob
from pathlib import Path

import nox

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@nox.session
def repository(session):
    session.install("git+https://example.org/a/b")


@nox.session
def branch(session):
    session.install("b @ git+https://example.org/a/b.git@main")


@nox.session
def commit(session):
    session.install(f"git+https://example.org/a/b@{COMMIT}")


@nox.session
def tag(session):
    session.install("git+https://example.org/a/b@v1.2.3")


@nox.session
def archive(session):
    session.install("https://example.org/a/archive/main.zip")


@nox.session
def released_archive(session):
    session.install("https://example.org/a/archive/v2.0.tar.gz")


@nox.session
def wheels(session):
    session.run("python", "-m", "build")
    session.install(*glob.glob("dist/*.whl"))


@nox.session
def one_wheel(session):
    session.install(str(next(iter(Path("dist").glob("*.whl")), "dist/none.whl")))


@nox.session
def wheel_again(session):
    session.install("--force-reinstall", "dist/name-1.0-py3-none-any.whl")


@nox.session
def by_links(session):
    session.install("--no-index", "--find-links", "dist", "name")


@nox.session
def by_links_elsewhere(session):
    session.install("--find-links=wheelhouse", "name")


@nox.session
def by_links_of_the_web(session):
    session.install("-f", "https://example.org/torch.html", "torch==2.0")


@nox.session
def nightly(session):
    session.install("--pre", "--extra-index-url", "https://example.org/nightly/simple", "numpy")


@nox.session
def nightly_upgraded(session):
    session.install("--pre", "--upgrade", "--extra-index-url", "https://example.org/nightly/simple", "numpy")
