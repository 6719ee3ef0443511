# SPDX-License-Identifier: MIT
"""All sessions but one come from another file."""
import nox

from shared import *  # noqa: F403


@nox.session(python=False)
def bare(session):
    session.run("true")
