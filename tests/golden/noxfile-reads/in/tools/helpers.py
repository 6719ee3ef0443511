LINTER = "ruff==0.5"
