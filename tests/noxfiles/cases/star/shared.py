# SPDX-License-Identifier: MIT
import nox


@nox.session
def tests(session):
    session.install(".")
