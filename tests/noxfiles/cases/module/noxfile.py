# SPDX-License-Identifier: MIT
"""A module beside the noxfile makes sessions, another installs."""
import nox

from tools import nox_helpers
from tools.other import version


@nox.session
def lint(session):
    session.install("ruff==" + version())


@nox.session
def tests(session):
    nox_helpers.install(session)
