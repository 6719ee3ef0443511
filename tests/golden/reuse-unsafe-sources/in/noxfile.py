import nox


@nox.session
def lint(session):
    session.install("ruff")
    session.run("ruff", "check")


@nox.session
def upstream(session):
    session.install("-e", ".", "git+https://example.org/a/b@main")
    session.run("pytest")


@nox.session
def pinned(session):
    session.install("-e", ".", "git+https://example.org/a/b@v1.2")
    session.run("pytest")


@nox.session
def build(session):
    session.install("build")
    session.run("python", "-m", "build")


@nox.session(requires=["build"])
def wheel(session):
    session.install("--no-index", "--find-links", "dist", "x")
    session.run("pytest")
