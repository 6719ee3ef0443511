# SPDX-License-Identifier: MIT
"""A reading of a noxfile by its syntax tree."""
import ast
import builtins
import collections
import pathlib
import re
import sys

import requirements
from requirements import HOLE, NOTHING, PROJECT, UNKNOWN

METHODS = {"install", "conda_install", "run", "run_always", "run_install"}
MUTATORS = {"append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse", "update", "add"}
PURE = {"functools", "contextlib", "typing", "nox", "pytest"}
HARMLESS = {"print", "isinstance", "str", "repr", "type", "id", "hasattr"}


def bound_names(node):
    """The names that a node binds by itself."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
        return [node.id]
    if isinstance(node, ast.arg):
        return [node.arg]
    if isinstance(node, ast.alias):
        return [(node.asname or node.name).split(".")[0]]
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler)):
        return [node.name] if node.name else []
    if isinstance(node, (ast.Global, ast.Nonlocal)):
        return node.names
    return []


class Session:
    """One session."""

    def __init__(self, name):
        self.name, self.reuse, self.python, self.by_default, self.backend = name, "unsaid", "unsaid", True, None
        self.starts, self.starts_unknown, self.reads = [], False, []
        self.installs, self.changes_folder = NOTHING, False


class Noxfile:
    """What the text of a noxfile says."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.tree = ast.parse(self.path.read_bytes())
        self.parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}
        self.functions = collections.defaultdict(list)
        self.complete, self.why = True, ""
        for node in ast.walk(self.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                self.functions[node.name].append(node)
        self.find_constants()
        self.find_names_of_nox()
        self.sessions = {}
        self.nodes = {}
        for node in ast.walk(self.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self.read_function(node)
        self.find_other_ways()
        self.find_session_parameters()
        for name, session in self.sessions.items():
            self.read_session(session, self.nodes[name])

    # ---------------------------------------------------------------- names and values

    def find_constants(self):
        bindings, self.constants, mutated = collections.Counter(), {}, set()
        star = False
        for node in ast.walk(self.tree):
            bindings.update(bound_names(node))
            star |= isinstance(node, ast.alias) and node.name == "*"
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                if len(targets) == 1 and isinstance(targets[0], ast.Name):
                    self.constants[targets[0].id] = node.value
                if isinstance(node.value, ast.Name):
                    mutated.add(node.value.id)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and \
                    node.func.attr in MUTATORS and isinstance(node.func.value, ast.Name):
                bindings[node.func.value.id] += 2
            if isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load) and \
                    isinstance(node.value, ast.Name):
                bindings[node.value.id] += 2
        self.constants = {} if star else {n: v for n, v in self.constants.items() if bindings[n] == 1}
        self.aliased = mutated

    def value(self, node, depth=0):
        """A text in which HOLE stands for what is not known."""
        if depth > 8:
            return HOLE
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        if isinstance(node, ast.JoinedStr):
            parts = []
            for part in node.values:
                plain = isinstance(part, ast.FormattedValue) and part.conversion == -1 and not part.format_spec
                parts.append(self.value(part.value if plain else part, depth + 1))
            return "".join(parts)
        if isinstance(node, ast.Name) and node.id in self.constants:
            return self.value(self.constants[node.id], depth + 1)
        if isinstance(node, ast.BinOp):
            return self.value_of_operation(node, depth)
        if isinstance(node, ast.Call):
            return self.value_of_call(node, depth)
        if isinstance(node, ast.Attribute) and node.attr == "parent":
            inner = self.value(node.value, depth + 1)
            return HOLE if HOLE in inner else str(pathlib.PurePath(inner).parent)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            table = self.constants.get(node.value.id)
            if isinstance(table, ast.Dict) and isinstance(node.slice, ast.Constant):
                for key, value in zip(table.keys, table.values):
                    if isinstance(key, ast.Constant) and key.value == node.slice.value:
                        return self.value(value, depth + 1)
        return HOLE

    def value_of_operation(self, node, depth):
        left, right = self.value(node.left, depth + 1), self.value(node.right, depth + 1)
        if isinstance(node.op, ast.Add):
            return left + right
        if isinstance(node.op, ast.Div):
            return left.rstrip("/") + "/" + right
        if isinstance(node.op, ast.Mod):
            return left.partition("%")[0] + HOLE
        return HOLE

    def value_of_call(self, node, depth):
        name = ast.unparse(node.func)
        if name in ("str", "os.fspath", "os.path.abspath", "os.path.realpath") and len(node.args) == 1:
            return self.value(node.args[0], depth + 1)
        if name == "os.path.dirname" and ast.unparse(node.args[0]) == "__file__":
            return "."
        if re.fullmatch(r"(pathlib\.)?(Path|PurePath)", name):
            if [ast.unparse(arg) for arg in node.args] == ["__file__"]:
                return "./noxfile.py"
            return "/".join(self.value(arg, depth + 1) for arg in node.args) or "."
        if name == "os.path.join":
            return "/".join(self.value(arg, depth + 1) for arg in node.args)
        if isinstance(node.func, ast.Attribute):
            if node.func.attr in ("resolve", "absolute", "as_posix"):
                return self.value(node.func.value, depth + 1)
            if node.func.attr == "joinpath":
                return "/".join(self.value(a, depth + 1) for a in [node.func.value, *node.args])
            if node.func.attr == "format":
                return self.value(node.func.value, depth + 1).partition("{")[0] + HOLE
        return HOLE

    def values(self, node, depth=0):
        """The items of a list; one that is HOLE where they are not known."""
        if depth > 8:
            return [HOLE]
        if isinstance(node, (ast.List, ast.Tuple)):
            return [v for item in node.elts for v in self.argument(item, depth + 1)]
        if isinstance(node, ast.Name) and node.id in self.constants and node.id not in self.aliased:
            return self.values(self.constants[node.id], depth + 1)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self.values(node.left, depth + 1) + self.values(node.right, depth + 1)
        return [HOLE]

    def argument(self, node, depth=0):
        """What one argument may be: several texts where it is chosen."""
        if isinstance(node, ast.Starred):
            return self.values(node.value, depth + 1)
        if isinstance(node, ast.IfExp):
            return self.argument(node.body, depth + 1) + self.argument(node.orelse, depth + 1)
        if isinstance(node, ast.BoolOp):
            return [v for value in node.values for v in self.argument(value, depth + 1)]
        return [self.value(node)]

    # ---------------------------------------------------------------- sessions

    def find_names_of_nox(self):
        self.nox, self.decorators, self.foreign = {"nox"}, set(), set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                self.nox |= {a.asname for a in node.names if a.name == "nox" and a.asname}
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    if alias.name == "session":
                        (self.decorators if (node.module or "").split(".")[0] in
                         ("nox", "nox_poetry", "nox_uv") else self.foreign).add(alias.asname or alias.name)

    def is_session(self, node):
        call = node.func if isinstance(node, ast.Call) else node
        if isinstance(call, ast.Attribute):
            return call.attr == "session" and isinstance(call.value, ast.Name)
        return isinstance(call, ast.Name) and call.id in self.decorators | self.foreign | {"session"}

    def read_function(self, node):
        for decorator in node.decorator_list:
            if not self.is_session(decorator):
                continue
            session = Session(node.name)
            for keyword in decorator.keywords if isinstance(decorator, ast.Call) else []:
                self.read_keyword(session, keyword)
            if HOLE in session.name or self.parents[node] is not self.tree:
                self.incomplete("a session in another statement, or without a name")
                continue
            self.sessions[session.name] = session
            self.nodes[session.name] = node

    def constant(self, node):
        if isinstance(node, ast.Name) and node.id in self.constants:
            node = self.constants[node.id]
        return node.value if isinstance(node, ast.Constant) else HOLE

    def read_keyword(self, session, keyword):
        value = self.constant(keyword.value)
        if keyword.arg is None:
            session.reuse = session.python = "unknown"
            session.backend, session.starts_unknown = "unknown", True
        elif keyword.arg == "name":
            session.name = self.value(keyword.value)
        elif keyword.arg == "reuse_venv":
            session.reuse = {True: "yes", False: "no", None: "unsaid"}.get(value, "unknown") \
                if not isinstance(value, str) or value == HOLE else value
        elif keyword.arg in ("python", "py"):
            session.python = "none" if value is False else "unsaid" if value is None else "some"
        elif keyword.arg == "venv_backend":
            session.backend = value if value is None else self.value(keyword.value)
            session.backend = "unknown" if session.backend == HOLE else session.backend
        elif keyword.arg == "default":
            session.by_default = value is not False
        elif keyword.arg == "requires":
            self.start(session, [re.sub(r"\{.*", HOLE, v) for v in self.values(keyword.value)])

    def start(self, session, names):
        for name in names:
            known, _, _ = name.partition(HOLE)
            if name == known:
                session.starts.append(name)
            else:
                session.starts.append(known + HOLE)

    def resolve(self, name):
        """The sessions that a name may mean; None where that cannot be told."""
        known, _, _ = name.partition(HOLE)
        if name == known:
            base = re.sub(r"(-(\d[\d.]*|pypy[\d.]*))?(\(.*)?$", "", name)
            return [n for n in (name, base) if n in self.sessions][:1] or None
        if not known or not self.complete:
            return None
        return [n for n in self.sessions if n.startswith(known) or known.startswith(n + "-") or
                known.startswith(n + "(")] or None

    # ---------------------------------------------------------------- ways to make sessions

    def incomplete(self, why):
        self.complete, self.why = False, why

    def find_other_ways(self):
        decorators = {d.func if isinstance(d, ast.Call) else d for n in ast.walk(self.tree)
                      if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)) for d in n.decorator_list}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and \
                    node.value.id in self.nox and node.attr in ("session", "registry", "_REGISTRY") and \
                    node not in decorators:
                self.incomplete(ast.unparse(node))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and \
                    (node.func.id in self.decorators or node.func.id in ("exec", "eval", "__import__")) and \
                    node.func not in decorators:
                self.incomplete(ast.unparse(node))
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in (
                    "import_module", "spec_from_file_location", "run_path", "exec_module"):
                self.incomplete(ast.unparse(node.func))
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self.read_import(node)

    def read_import(self, node):
        names = [alias.name for alias in node.names]
        modules = names if isinstance(node, ast.Import) else [node.module or ""]
        if "*" in names:
            self.incomplete("import *")
        for module in modules:
            top = module.split(".")[0]
            if top in sys.stdlib_module_names or top in self.nox | {"nox_poetry", "nox_uv"}:
                continue
            for name in [module, *(f"{module}.{name}" for name in names)]:
                file = self.path.parent / (name.replace(".", "/") + ".py")
                if file.is_file() and "nox" in file.read_text():
                    self.incomplete(f"import {name}")

    # ---------------------------------------------------------------- what sessions do

    def visible(self, name, node):
        """The functions that a name may mean at a node."""
        around = set()
        while node in self.parents:
            node = self.parents[node]
            around.add(node)
        for function in self.functions.get(name, []):
            outer = self.parents[function]
            while not isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Module)):
                outer = self.parents[outer]
            if isinstance(outer, ast.Module) or outer in around:
                yield function

    def parameters(self, node):
        args = node.args
        return [a.arg for a in args.posonlyargs + args.args + args.kwonlyargs]

    def find_session_parameters(self):
        """Names of parameters that hold a session, wherever they stand."""
        self.holders = {"session"}
        for node in self.nodes.values():
            self.holders.update(self.parameters(node)[:1])
        for node in ast.walk(self.tree):
            if isinstance(node, ast.arg) and node.annotation and "Session" in ast.unparse(node.annotation):
                self.holders.add(node.arg)
        size = 0
        while size != len(self.holders):
            size = len(self.holders)
            for node in ast.walk(self.tree):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                    continue
                for function in self.functions.get(node.func.id, []):
                    if isinstance(function, ast.ClassDef):
                        continue
                    for name, arg in zip(self.parameters(function), node.args):
                        if isinstance(arg, ast.Name) and arg.id in self.holders:
                            self.holders.add(name)
                    for keyword in node.keywords:
                        if isinstance(keyword.value, ast.Name) and keyword.value.id in self.holders:
                            self.holders.add(keyword.arg)

    def read_session(self, session, node):
        decorators = [d for d in node.decorator_list if not self.is_session(d)]
        queue, seen = list(ast.iter_child_nodes(node)), set()
        queue = [n for n in queue if n not in node.decorator_list] + decorators
        for decorator in node.decorator_list:
            call = decorator.func if isinstance(decorator, ast.Call) else decorator
            top = ast.unparse(call).split(".")[0]
            if self.is_session(decorator):
                known = top in self.nox | self.decorators | {"nox_poetry", "nox_uv"}
            else:
                known = top in PURE | {"parametrize"} or any(self.visible(top, node))
            if not known:
                session.installs = max(session.installs, UNKNOWN)
        given = set(decorators)
        while queue:
            part = queue.pop()
            for inner in ast.walk(part):
                if inner not in seen:
                    seen.add(inner)
                    queue += self.read_node(session, inner, given)

    def read_node(self, session, node, given):
        """One node that the session runs; returns what it leads to."""
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            if node.id in self.holders:
                self.read_holder(session, node, given)
                return []
            return list(self.visible(node.id, node))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            self.read_method(session, node)
        return []

    def read_method(self, session, node):
        name = node.func.attr
        if name in ("chdir", "cd"):
            session.changes_folder = True
        if name == "notify":
            target = node.args[0] if node.args else node.keywords[0].value
            self.start(session, self.argument(target))
        if name not in METHODS or ast.unparse(node.func.value) == "subprocess":
            return
        args = [v for arg in node.args for v in self.argument(arg)]
        env = [k.value for kw in node.keywords if kw.arg == "env" and isinstance(kw.value, ast.Dict)
               for k in kw.value.keys if isinstance(k, ast.Constant)]
        call = requirements.of_call(name, args, env)
        session.installs = max(session.installs, call.installs)
        session.reads += call.reads
        self.start(session, call.starts)
        session.starts_unknown |= call.starts_unknown

    def read_holder(self, session, node, given):
        """A use of the session: as an object, or handed on."""
        parent = self.parents[node]
        if isinstance(parent, ast.Attribute):
            outer = self.parents[parent]
            if parent.attr in METHODS | {"notify"} and not (isinstance(outer, ast.Call) and outer.func is parent):
                session.installs = max(session.installs, UNKNOWN)
            return
        if isinstance(parent, ast.keyword):
            parent = self.parents[parent]
        known = False
        if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name):
            name = parent.func.id
            found = list(self.visible(name, node))
            known = name in HARMLESS and hasattr(builtins, name) or \
                bool(found) and not any(isinstance(f, ast.ClassDef) for f in found)
            known |= bool(given) and not found and self.is_parameter_around(name, node, given)
        if not known:
            session.installs = max(session.installs, UNKNOWN)

    def is_parameter_around(self, name, node, given):
        """What a decorator of the session is given is the session's own function."""
        decorators = {f for d in given for f in self.visible(
            ast.unparse(d.func if isinstance(d, ast.Call) else d).split(".")[0], d)}
        found = inside = False
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                found |= name in self.parameters(node)
            inside |= node in decorators
        return found and inside

    def reached(self, name):
        """What of the project a session and those that it starts install."""
        worst, seen, queue = NOTHING, set(), [name]
        while queue:
            one = queue.pop()
            if one in seen:
                continue
            seen.add(one)
            session = self.sessions[one]
            worst = max(worst, UNKNOWN if session.starts_unknown else NOTHING)
            if session.python != "none" and session.reuse != "no":  # else it has no environment, or a new one
                worst = max(worst, session.installs)
            for start in session.starts:
                found = self.resolve(start)
                worst = max(worst, UNKNOWN if found is None else NOTHING)
                queue += found or []
        return worst


__all__ = ["Noxfile", "PROJECT"]
