# SPDX-License-Identifier: MIT
"""The other programs, in the versions that run and compare take."""
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
PINS = {"actionlint": "1.7.12", "zizmor": "1.32.0", "yq": "4.47.1", "ruamel.yaml": "0.18.15", "yaml": "2.9.1",
        "secure-repo": "1.12.6", "OpenRewrite": "8.64.0"}


def secure_repo():
    """The words of secure-repo.go's command, or None where it cannot be had."""
    built = subprocess.run([HERE.parent / "go-program", f"github.com/step-security/secure-repo@v{PINS['secure-repo']}",
                            HERE / "secure-repo.go"], capture_output=True, text=True, check=False)
    # It asks GitHub for the commit of its action; without an answer it does without.
    return ["env", "HTTPS_PROXY=http://127.0.0.1:9", built.stdout.strip()] if built.returncode == 0 else None
