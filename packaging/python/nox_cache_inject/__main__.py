# SPDX-License-Identifier: MIT
"""Runs the program that was installed beside this package."""
import os
import pathlib
import sys
import sysconfig

NAME = "nox-cache-inject"


def places():
    """Where pip puts programs: of an environment or system, of the user, below --target or --prefix."""
    yield sysconfig.get_path("scripts")
    yield sysconfig.get_path("scripts", scheme=sysconfig.get_preferred_scheme("user"))
    package = pathlib.Path(__file__).resolve().parent
    yield package.parent / "bin"
    for above in package.parents:
        if (above / "lib") in package.parents:
            yield above / "bin"


def main():
    for place in places():
        program = os.path.join(place, NAME)
        if os.path.isfile(program):
            os.execv(program, [NAME, *sys.argv[1:]])
    sys.exit(f"{NAME}: the program is not beside its package: install {NAME} again")


if __name__ == "__main__":
    main()
