# SPDX-License-Identifier: MIT
"""The program nox-cache-inject, as a package of Python. `python -m nox_cache_inject` runs it."""
