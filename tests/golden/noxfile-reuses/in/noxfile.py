import nox

nox.options.reuse_venv = "yes"

@nox.session
def lint(session):
    session.install("ruff")
    session.run("ruff", "check", ".")


@nox.session
def tests(session):
    session.install("-r", "requirements.txt")
    session.run("pytest")
