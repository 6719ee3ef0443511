import nox

nox.options.default_venv_backend = "uv"
nox.options.reuse_existing_virtualenvs = False


@nox.session
def chk(session):
    session.install("ruff", "mypy==1.13.0", ".")
