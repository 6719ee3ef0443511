# SPDX-License-Identifier: MIT
"""Imports what the files name, as tests do; then says what is installed beside it."""
import importlib
import importlib.metadata
import pathlib
import sys


def main():
    for path in sys.argv[1:]:
        for name in pathlib.Path(path).read_text().split():
            importlib.import_module(name)
    print("HAS", *sorted(found.metadata["Name"] for found in importlib.metadata.distributions()))
