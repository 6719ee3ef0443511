# SPDX-License-Identifier: MIT
"""Tells which source and which dependencies a session sees. Fails where the source says so."""
import importlib.metadata
import sys

sys.path[:0] = sys.argv[1:]
import demo  # noqa: E402

names = sorted(d.metadata["Name"] for d in importlib.metadata.distributions())
print("SOURCE", demo.WORD)
print("DEPENDENCIES", sum(name.startswith("made-") for name in names),
      *(name for prefix in ("leg-", "late") for name in names if name.startswith(prefix)))
sys.exit(demo.WORD == "broken")
