#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The includes of src/: each layer includes layers below it, a folder of src/nox only folders before it in
the list below, and no module (its source and its header) includes one that includes it.

usage: includes.py [--draw]    --draw prints which folder includes which"""
import collections
import pathlib
import re
import sys

SRC = pathlib.Path(__file__).resolve().parent.parent / "src"
# From the bottom; what is on one line does not include each other.
ORDER = [["base"], ["repository", "script", "yaml"], ["workflow"], ["nox/rules"], ["nox/noxfile"], ["nox/survey"],
         ["nox/call"], ["nox/settings"], ["nox/caches"], ["nox/reuse"], ["nox/python"], ["nox/release"], ["nox/key"],
         ["nox/step"], ["nox/job"], ["nox/findings"], ["nox/plan"], ["output"], [""]]


def rank(module):
    folder = module.rpartition("/")[0]
    return next(number for number, folders in enumerate(ORDER) if folder in folders)


def includes():
    found = collections.defaultdict(set)
    for path in sorted(SRC.rglob("*.[ch]")):
        module = str(path.relative_to(SRC).with_suffix(""))
        for name in re.findall(r'^#include "([^"]+)"', path.read_text(), re.M):
            other = name.rpartition(".")[0]
            if other not in (module, "config"):
                found[module].add(other)
    return found


def circles(graph):
    """Strongly connected modules (Tarjan), without recursion."""
    index, low, stack, found = {}, {}, [], []
    for start in list(graph):
        work = [(start, iter(graph.get(start, ())))] if start not in index else []
        if work:
            index[start] = low[start] = len(index)
            stack.append(start)
        while work:
            node, rest = work[-1]
            for other in rest:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    work.append((other, iter(graph.get(other, ()))))
                    break
                if other in stack:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    circle = []
                    while not circle or circle[-1] != node:
                        circle.append(stack.pop())
                    if len(circle) > 1:
                        found.append(sorted(circle))
    return found


def main():
    graph = includes()
    wrong = [f"upwards: {module} includes {other}" for module, others in sorted(graph.items())
             for other in sorted(others) if rank(other) > rank(module)]
    wrong += [f"beside: {module} includes {other}" for module, others in sorted(graph.items())
              for other in sorted(others) if rank(other) == rank(module)
              and other.rpartition("/")[0] != module.rpartition("/")[0]]
    wrong += [f"in a circle: {' '.join(circle)}" for circle in circles(graph)]
    if "--draw" in sys.argv[1:]:
        folders = collections.defaultdict(set)
        for module, others in graph.items():
            for other in others:
                folders[module.rpartition("/")[0]].add(other.rpartition("/")[0])
        for folder in sorted(folders):
            print(f"{folder or '.'}: {' '.join(sorted(folders[folder] - {folder}))}")
    print("\n".join(wrong) or f"{len(graph)} modules, none includes upwards or in a circle")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
