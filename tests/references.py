#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks references in the manual's HTML, where each option of --help and each rule has an anchor,
and the links to files and headings in the Markdown pages."""
import html.parser
import os
import pathlib
import re
import shutil
import subprocess
import sys

SOURCE = pathlib.Path(os.environ.get("NCI_SOURCE", ".")).resolve()
NCI = os.environ.get("NCI", "./nox-cache-inject")
wrong = []


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.targets, self.open = [], [], []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            if "a" in self.open:
                wrong.append(f"a link in a link: {given}")
            if "href" in given:
                self.targets.append(given["href"])
        if tag not in ("br", "meta", "link", "col", "hr"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in ("br", "meta", "link", "col", "hr"):
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            wrong.append(f"line {self.getpos()[0]} of the manual closes {tag}, which is not open")


def manual():
    if not shutil.which("mandoc"):
        print("left out: the manual, as mandoc is not here")
        return
    text = subprocess.run([sys.executable, SOURCE / "scripts/manual-html"], stdout=subprocess.PIPE, check=True, text=True).stdout
    page = Page()
    page.feed(text)
    if len(set(page.ids)) != len(page.ids):
        wrong.append(f"anchors that are there twice: {sorted({i for i in page.ids if page.ids.count(i) > 1})}")
    for target in page.targets:
        if target.startswith("#") and target[1:] not in page.ids:
            wrong.append(f"the manual leads to {target}, which is not there")
    helped = subprocess.run([NCI, "--help"], stdout=subprocess.PIPE, check=True, text=True).stdout
    options = set(re.findall(r"^ +(?:-[A-Za-z], )?(--[a-z-]+)", helped, re.M))
    rules = set()
    for file in (SOURCE / "tests/golden").glob("*/expected.out"):
        text_of = file.read_text("utf-8", "replace")
        rules |= set(re.findall(r'"rule": "([a-z-]+)"', text_of))
        # In output for people it is at the end of the line.
        rules |= set(re.findall(r"^\S+: (?:error|warning|note): .* \[([a-z-]+)\]$", text_of, re.M))
    for name in sorted(options | rules):
        if name not in page.ids:
            wrong.append(f"the manual has no anchor for {name}")
    mentioned = set(re.findall(r'<code class="Fl">(--[a-z-]+)</code>', text))
    for name in sorted(mentioned - options):
        wrong.append(f"the manual mentions {name}, which is no option")
    if len(options) < 20 or len(rules) < 3:
        wrong.append(f"only {len(options)} options and {len(rules)} rules were found")
    print(f"{len(options)} options, {len(rules)} of the rules, {len(page.targets)} links in the manual")


def slug(heading):
    text = re.sub(r"[`*]|\[([^]]*)\]\([^)]*\)", lambda match: match[1] or "", heading.strip().lower())
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def headings(path):
    text = re.sub(r"^```.*?^```$", "", path.read_text(), flags=re.M | re.S)
    return {slug(line) for line in re.findall(r"^#+ (.*)$", text, re.M)}


def pages():
    count = 0
    files = [path for path in SOURCE.rglob("*.md")
             if not {"build", "golden", "inputs", "node_modules", "dist"} & set(path.relative_to(SOURCE).parts)
             and not any(part.startswith("build-") for part in path.relative_to(SOURCE).parts)]
    for file in files:
        text = re.sub(r"^```.*?^```$", "", file.read_text(), flags=re.M | re.S)
        for target in re.findall(r"(?<!!)\[[^]]+\]\(([^)\s]+)\)", text) + re.findall(r"!\[[^]]*\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", target):
                continue
            count += 1
            name, _, part = target.partition("#")
            path = file.parent / name if name else file
            if not path.exists():
                wrong.append(f"{file.relative_to(SOURCE)} leads to {target}, which is not there")
            elif part and part not in headings(path):
                wrong.append(f"{file.relative_to(SOURCE)} leads to {target}, which has no such heading")
    if count < 5:
        wrong.append(f"only {count} links were found in {len(files)} pages")
    print(f"{count} links in {len(files)} pages")


manual()
pages()
print("\n".join(wrong) if wrong else "ok")
sys.exit(1 if wrong else 0)
