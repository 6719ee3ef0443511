import nox

nox.options.reuse_venv = "yes"


@nox.session
def tests(session):
    session.install("-e", ".")
    session.run("pytest", *session.posargs)
