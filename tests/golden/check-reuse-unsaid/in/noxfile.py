import nox

nox.options.default_venv_backend = "uv"


@nox.session
def chk(session):
    session.install("ruff", "mypy==1.13.0", ".")
