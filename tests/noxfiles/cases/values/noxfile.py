# SPDX-License-Identifier: MIT
"""Lists, dictionaries and names that are bound more than once."""
import nox

TOOLS = ["ruff", "mypy"]
MORE = [*TOOLS, "pytest"]
WITH_PROJECT = MORE + ["."]
CHANGED = ["ruff"]
CHANGED.append(".")
GROWN = ["ruff"]
GROWN += ["."]
BEFORE = ["ruff"]
ALIAS = BEFORE
ALIAS.append(".")
TWICE = "ruff"
if True:
    TWICE = "."
ITEM = ["ruff", "mypy"]
ITEM[0] = "."
UNPACKED, OTHER = ".", "ruff"
(WALRUS := ".")
NESTED = {"lint": "ruff", "x": {"docs": "sphinx"}, "docs": "."}


def changes():
    global GLOBAL
    GLOBAL = "."


GLOBAL = "ruff"
changes()


@nox.session
def tools(session):
    session.install(*TOOLS)


@nox.session
def more(session):
    session.install(*MORE, "coverage")


@nox.session
def with_project(session):
    session.install(*WITH_PROJECT)


@nox.session
def changed(session):
    session.install(*CHANGED)


@nox.session
def grown(session):
    session.install(*GROWN)


@nox.session
def aliased(session):
    session.install(*BEFORE)


@nox.session
def twice(session):
    session.install(TWICE)


@nox.session
def item(session):
    session.install(*ITEM)


@nox.session
def unpacked(session):
    session.install(UNPACKED)


@nox.session
def walrus(session):
    session.install(WALRUS)


@nox.session
def of_global(session):
    session.install(GLOBAL)


@nox.session
def nested(session):
    session.install(NESTED["docs"])


@nox.session
def nested_tool(session):
    session.install(NESTED["lint"])


@nox.session
def shadowed(session, TOOLS=(".",)):
    session.install(*TOOLS)


@nox.session
def loop_variable(session):
    for name in WITH_PROJECT:
        session.install(name)


@nox.session
def local_list(session):
    deps = ["pytest"]
    if not session.posargs:
        deps.append("-e.")
    session.install(*deps)


@nox.session
def sum_of_lists(session):
    session.install(*(TOOLS + ["pytest"]))
