import nox


@nox.session
def lint(session):
    session.install("ruff")


@nox.session
def tests(session):
    session.install("-e", ".")
