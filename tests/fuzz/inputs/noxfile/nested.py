import nox
nox.options.sessions = [
    "lint", f"tests-{(lambda: '3.12')()}",
@nox.session(python=["3.12"], reuse_venv=
def lint(session):
    session.install("-e", ".[dev]", "-r", "x.txt"
