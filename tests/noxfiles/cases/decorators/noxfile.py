# SPDX-License-Identifier: MIT
"""Decorators around sessions, with and without installs of their own."""
import functools
import time

import nox


def needs(func):
    @functools.wraps(func)
    def wrapper(session, *args, **kwargs):
        session.install(".")
        return func(session, *args, **kwargs)

    return wrapper


def needs_extra(extra):
    def decorate(func):
        @functools.wraps(func)
        def wrapper(session):
            session.install("-e", f".[{extra}]")
            func(session)

        return wrapper

    return decorate


def duration(func):
    """Only measures."""

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        start = time.monotonic()
        result = func(*args, **kwargs)
        print(time.monotonic() - start)
        return result

    return wrapper


def tools(*names):
    def decorate(func):
        @functools.wraps(func)
        def wrapper(session):
            session.install("ruff", "mypy")
            func(session)

        return wrapper

    return decorate


def before(action):
    def decorate(func):
        @functools.wraps(func)
        def wrapper(session):
            action(session)
            func(session)

        return wrapper

    return decorate


class Prepared:
    def __init__(self, func):
        self.func = func
        functools.update_wrapper(self, func)

    def __call__(self, session):
        session.install("./plugin")
        self.func(session)


def install_all(session):
    session.install("-e", ".[all]")


def install_tools(session):
    session.install("ruff")


@nox.session
@duration
def measured(session):
    session.install("pytest")


@nox.session
@needs
def needing(session):
    session.install("pytest")


@nox.session
@duration
@needs
def measured_and_needing(session):
    session.install("pytest")


@nox.session(name="needing-an-extra")
@needs_extra("test")
def needing_an_extra(session):
    session.run("pytest")


@nox.session
@tools("ruff")
def with_tools(session):
    session.run("ruff")


@nox.session
@before(install_all)
def after_all(session):
    session.run("pytest")


@nox.session
@before(install_tools)
def after_tools(session):
    session.run("ruff")


@nox.session
@Prepared
def prepared(session):
    session.run("pytest")


@nox.session
@functools.lru_cache(maxsize=None)
def cached(session):
    session.install("ruff")


@nox.session
@nox.parametrize("version", ["1", "2"])
@duration
def with_parameters(session, version):
    session.install(f"django=={version}")
