# SPDX-License-Identifier: MIT
import nox


def install(session):
    session.install("-e", ".")


@nox.session
def made_elsewhere(session):
    install(session)
