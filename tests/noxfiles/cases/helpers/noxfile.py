# SPDX-License-Identifier: MIT
"""Sessions that hand themselves on."""
from functools import partial

import nox


def project(session):
    session.install(".")


def tools(session, *more):
    session.install("ruff", "mypy")
    if more:
        print(more)


def by_keyword(*, session, editable=True):
    session.install("-e", "." if editable else "./x")


def second(what, it):
    it.install("./pkgs/" + what)


def deep(s):
    deeper(s)


def deeper(t):
    deepest(t)


def deepest(u):
    project(u)


def chosen(session, action):
    action(session)


def returns(session):
    return session


class Environment:
    def __init__(self, session):
        self.session = session

    def make(self):
        self.session.install("-e", ".")


class Names:
    """Holds no session."""

    tool = "ruff"


@nox.session
def direct(session):
    project(session)


@nox.session
def only_tools(session):
    tools(session, "x")


@nox.session
def keyword(session):
    by_keyword(session=session)


@nox.session
def as_second(session):
    second("x", session)


@nox.session
def through_three(s):
    deep(s)


@nox.session
def function_given(session):
    chosen(session, project)


@nox.session
def by_partial(session):
    partial(project, session)()


@nox.session
def by_lambda(session):
    (lambda s: s.install("."))(session)


@nox.session
def by_nested(session):
    def inner():
        session.install(".")

    inner()


@nox.session
def by_nested_with_parameter(session):
    def inner(own: nox.Session):
        own.install("../other")

    inner(session)


@nox.session
def by_object(session):
    Environment(session).make()


@nox.session
def by_name_of_class(session):
    session.install(Names.tool)


@nox.session
def kept_method(session):
    install = session.install
    install(".")


@nox.session
def kept_session(session):
    kept = session
    kept.install(".")


@nox.session
def returned(session):
    returns(session).install(".")


@nox.session
def in_a_list(session):
    for one in [session]:
        one.install(".")


@nox.session
def by_getattr(session):
    getattr(session, "install")(".")


@nox.session
def calls_a_session(session):
    direct(session)


@nox.session
def prints_itself(session):
    print(session)
    session.install("ruff")
