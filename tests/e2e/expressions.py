# SPDX-License-Identifier: MIT
"""The few expressions that occur in the rewritten workflow: contexts, ==, &&, ||, !, hashFiles() and
startsWith()."""
import fnmatch
import hashlib
import re

TOKEN = re.compile(r"\s*(?:'((?:[^']|'')*)'|([A-Za-z_][\w.-]*)|(==|!=|&&|\|\||[(),!]))")


def hash_files(workspace, patterns):
    """As the runner does: the SHA-256 of the files' SHA-256, nothing where no file matches."""
    names = sorted(str(path.relative_to(workspace)) for path in workspace.rglob("*")
                   if path.is_file() and not path.is_symlink())
    total = hashlib.sha256()
    matched = [name for name in names if any(fnmatch.fnmatch(name, p) for p in patterns)]
    for name in matched:
        total.update(hashlib.sha256((workspace / name).read_bytes()).digest())
    return total.hexdigest() if matched else ""


class Expression:
    """One ${{ … }}: read from left to right, || below && below == below !."""

    def __init__(self, text, contexts, workspace):
        self.contexts, self.workspace = contexts, workspace
        self.tokens, at = [], 0
        text = text.rstrip()
        while at < len(text):
            match = TOKEN.match(text, at)
            if not match:
                raise ValueError(f"not understood: {text[at:]!r}")
            self.tokens.append(match)
            at = match.end()

    def symbol(self, *wanted):
        """Takes the next token where it is one of these."""
        if self.tokens and self.tokens[0][3] in wanted:
            return self.tokens.pop(0)[3]
        return None

    def value(self):
        result = self.conjunction()
        while self.symbol("||"):
            other = self.conjunction()
            result = result or other
        return result

    def conjunction(self):
        result = self.comparison()
        while self.symbol("&&"):
            other = self.comparison()
            result = result and other
        return result

    def comparison(self):
        left = self.operand()
        sign = self.symbol("==", "!=")
        return left if not sign else (left == self.operand()) == (sign == "==")

    def operand(self):
        if self.symbol("!"):
            return not self.operand()
        if self.symbol("("):
            result = self.value()
            self.expect(")")
            return result
        text, name, sign = self.tokens.pop(0).groups()
        if sign:
            raise ValueError(f"unexpected {sign!r}")
        if text is not None:
            return text.replace("''", "'")
        return self.call(name) if self.symbol("(") else self.lookup(name)

    def expect(self, sign):
        if not self.symbol(sign):
            raise ValueError(f"expected {sign!r}")

    def call(self, name):
        arguments = [self.value()]
        while self.symbol(","):
            arguments.append(self.value())
        self.expect(")")
        if name == "startsWith":
            return arguments[0].lower().startswith(arguments[1].lower())
        if name != "hashFiles":
            raise ValueError(f"unknown function {name}()")
        return hash_files(self.workspace, arguments)

    def lookup(self, name):
        """A context's member. What is not there is empty, as on a runner; a context that this
        test does not have is a mistake."""
        first, *rest = name.split(".")
        found = self.contexts[first]
        for part in rest:
            found = found.get(part, "") if isinstance(found, dict) else ""
        return found


def expand(text, contexts, workspace):
    """The text with each ${{ … }} replaced by its value."""
    def one(match):
        expression = Expression(match[1], contexts, workspace)
        value = expression.value()
        if expression.tokens:
            raise ValueError(f"not understood to its end: {match[0]}")
        return {True: "true", False: "false"}.get(value, value)
    return re.sub(r"\$\{\{(.*?)\}\}", one, str(text), flags=re.S)
