# SPDX-License-Identifier: MIT
"""Builds the wheel and the source distribution (PEP 517) with the standard library and autotools.

The wheel holds the program, linked statically with libfyaml and libcrypto where this
machine has the archives, else with the shared libraries (then for this machine only). Its metadata name
the licences. Equal sources, compiler and libraries give equal bytes, in any folder: compiled paths
are relative, entries are sorted, and times are SOURCE_DATE_EPOCH or 1980.

--config-setting static=yes makes a missing archive an error.
"""
import base64
import gzip
import hashlib
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import time
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
NAME = "nox-cache-inject"
MODULE = NAME.replace("-", "_")
# Library of pkg-config, configure's variable, archive, and the licence that comes with it.
LIBRARIES = [("libfyaml", "FYAML", "libfyaml.a", "libfyaml.txt"),
             ("libcrypto", "CRYPTO", "libcrypto.a", "openssl.txt")]


def version():
    text = (SOURCE / "configure.ac").read_text()
    return re.search(r"^AC_INIT\(\[nox-cache-inject\], \[([^]]+)\]", text, re.M)[1]


def epoch():
    """Seconds since 1970; a zip archive knows no time before 1980."""
    return max(int(os.environ.get("SOURCE_DATE_EPOCH", 0)), 315532800)


def licences(static):
    """The SPDX expression of what is in the wheel, and the files that go with it."""
    if not static:
        return "MIT", []
    files = [row[3] for row in LIBRARIES]
    expression = "MIT AND BSD-2-Clause AND Apache-2.0 AND LGPL-2.1-only"
    have = subprocess.run(["pkg-config", "--atleast-version=0.9.1", "libfyaml"], check=False)
    if have.returncode:  # its lists are the Linux kernel's: not to be published, see scripts/wheel
        expression += " AND GPL-2.0-only"
        files.append("libfyaml-list.txt")
    return expression, files


def metadata(static):
    expression, files = licences(static)
    head = [
        "Metadata-Version: 2.4", f"Name: {NAME}", f"Version: {version()}",
        "Summary: Adds a documented cache step for the environments of Nox to CI workflows",
        f"License-Expression: {expression}",
        *(f"License-File: {name}" for name in ["COPYING", *files]),
        "Keywords: nox,cache,github-actions,forgejo,gitea,ci",
        "Classifier: Environment :: Console",
        "Classifier: Intended Audience :: Developers",
        "Classifier: Operating System :: POSIX :: Linux",
        "Classifier: Programming Language :: C",
        "Classifier: Topic :: Software Development :: Build Tools",
        "Requires-Python: >=3.8",
        "Description-Content-Type: text/markdown",
    ]
    return "\n".join(head) + "\n\n" + (SOURCE / "README.md").read_text()


def sources(folder):
    """A copy of the sources, without what builds left in the tree."""
    if (SOURCE / "PKG-INFO").exists():  # a source distribution has nothing else
        shutil.copytree(SOURCE, folder, symlinks=True)
    else:
        subprocess.run([str(SOURCE / "tests" / "sources"), str(folder)], check=True)


def run(command, **options):
    """What it prints is an installer's log, not this process's output."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
                          **options)
    if done.returncode:
        sys.exit(f"{done.stdout}\n{NAME}: {command[0]} failed with status {done.returncode}. Building needs a C "
                 "compiler, make, pkg-config, libfyaml and libcrypto with their headers, and in a git "
                 "checkout autoconf and automake; scripts/bootstrap installs them on Debian.")
    return done.stdout


def archive(name):
    """The compiler's path of a static library, or None."""
    try:
        path = subprocess.run([*os.environ.get("CC", "cc").split(), f"-print-file-name={name}"],
                              stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None
    return path if os.path.isabs(path) else None


def build(folder, static):
    """Configures and makes in FOLDER/build; returns FOLDER/build."""
    source, out = folder / "source", folder / "build"
    sources(source)
    if not (source / "configure").exists():
        run(["autoreconf", "--install", str(source)])
    out.mkdir()
    paths = f"-ffile-prefix-map={source}=. -ffile-prefix-map={out}=."
    options = [f"CFLAGS=-O2 -ffunction-sections -fdata-sections {paths}",
               "LDFLAGS=-Wl,--gc-sections -Wl,--build-id=none -s" if sys.platform == "linux" else "LDFLAGS=-s"]
    if static:
        options += [f"{variable}_LIBS=-l:{name}" + (" -ldl -pthread" if variable == "CRYPTO" else "")
                    for _, variable, name, _ in LIBRARIES]
        options.append("--with-seccomp")
    run([str(source / "configure"), "--quiet", *options], cwd=out, env={**os.environ, "LC_ALL": "C"})
    run(["make", f"-j{os.cpu_count() or 1}", NAME], cwd=out)
    return out


def wants_static(settings):
    missing = [name for _, _, name, _ in LIBRARIES if sys.platform != "linux" or not archive(name)]
    if missing and (settings or {}).get("static") == "yes":
        sys.exit(f"{NAME}: no static library {', '.join(missing)}")
    return not missing and (settings or {}).get("static") != "no"


def record_line(name, data):
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(data)}\n"


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    static = wants_static(config_settings)
    platform = re.sub(r"[-.]", "_", sysconfig.get_platform())
    stem = f"{MODULE}-{version()}"
    data, info = f"{stem}.data", f"{stem}.dist-info"
    files = {}
    with tempfile.TemporaryDirectory() as scratch:
        program = build(pathlib.Path(scratch).resolve(), static) / NAME
        files[f"{data}/scripts/{NAME}"] = program.read_bytes(), 0o755
    for path in sorted((HERE / MODULE).glob("*.py")):
        files[f"{MODULE}/{path.name}"] = path.read_bytes(), 0o644
    for path, target in (("man/nox-cache-inject.1", "man/man1/nox-cache-inject.1"),
                         ("completions/nox-cache-inject", "bash-completion/completions/nox-cache-inject"),
                         ("completions/_nox-cache-inject", "zsh/site-functions/_nox-cache-inject"),
                         ("completions/nox-cache-inject.fish", "fish/vendor_completions.d/nox-cache-inject.fish")):
        files[f"{data}/data/share/{target}"] = (SOURCE / path).read_bytes(), 0o644
    files[f"{info}/licenses/COPYING"] = (SOURCE / "COPYING").read_bytes(), 0o644
    for licence in licences(static)[1]:
        files[f"{info}/licenses/{licence}"] = (HERE / "licences" / licence).read_bytes(), 0o644
    files[f"{info}/METADATA"] = metadata(static).encode(), 0o644
    files[f"{info}/WHEEL"] = ("Wheel-Version: 1.0\nGenerator: nox-cache-inject\nRoot-Is-Purelib: false\n"
                              f"Tag: py3-none-{platform}\n").encode(), 0o644
    record = "".join(record_line(name, content) for name, (content, _) in sorted(files.items()))
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode(), 0o644
    wheel = f"{stem}-py3-none-{platform}.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory, wheel), "w", zipfile.ZIP_DEFLATED) as out:
        # dist-info comes last, as the format asks for.
        for name, (content, mode) in sorted(files.items(), key=lambda row: (row[0].startswith(info), row[0])):
            entry = zipfile.ZipInfo(name, time.gmtime(epoch())[:6])
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, content)
    return wheel


def build_sdist(sdist_directory, config_settings=None):
    """What `make dist` packs, so that no autoconf is needed, and the metadata."""
    stem = f"{MODULE}-{version()}"
    with tempfile.TemporaryDirectory() as scratch:
        source, out = pathlib.Path(scratch, "source"), pathlib.Path(scratch, "build")
        sources(source)
        if not (source / "configure").exists():
            run(["autoreconf", "--install", str(source)])
        out.mkdir()
        run([str(source / "configure"), "--quiet"], cwd=out)
        run(["make", "distdir", f"distdir={stem}"], cwd=out)
        tree = out / stem
        (tree / "PKG-INFO").write_text(metadata(False))
        raw = io.BytesIO()
        # What builds compare the times of generated files by stays in order: all are equal.
        with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for path in sorted(path for path in tree.rglob("*") if path.is_symlink() or not path.is_dir()):
                entry = tar.gettarinfo(path, f"{stem}/{path.relative_to(tree)}")
                entry.uid = entry.gid = 0
                entry.uname = entry.gname = ""
                entry.mtime = epoch()
                entry.mode = 0o755 if entry.mode & 0o100 else 0o644
                with path.open("rb") if entry.isreg() else io.BytesIO() as content:
                    tar.addfile(entry, content if entry.isreg() else None)
    name = f"{stem}.tar.gz"
    with open(pathlib.Path(sdist_directory, name), "wb") as file:
        with gzip.GzipFile("", "wb", 9, file, mtime=epoch()) as packed:
            packed.write(raw.getvalue())
    return name
