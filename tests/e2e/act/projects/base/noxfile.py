# SPDX-License-Identifier: MIT
"""Sessions that call a tool by its console script."""
import os

import nox


@nox.session
def tests(session):
    session.install("-r", "requirements.txt")
    session.run("report", "imports.txt")


@nox.session
def leg(session):
    session.install("report", f"leg-{os.environ['LEG']}")
    session.run("report")


@nox.session
def docs(session):
    session.install("report")
    session.run("report")
