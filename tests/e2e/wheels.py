# SPDX-License-Identifier: MIT
"""Makes the wheels that the sessions install: many small files, the same bytes each time."""
import base64
import hashlib
import zipfile

DEPENDENCIES = 60
FILES = 100
FUNCTIONS = 25  # in each file


def wheel(folder, name, files, requires=(), version="1.0"):
    """One wheel; files maps paths to text."""
    module = name.replace("-", "_")
    info = f"{module}-{version}.dist-info"
    metadata = "".join(f"{line}\n" for line in (
        "Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}",
        *(f"Requires-Dist: {other}" for other in requires)))
    about = "Wheel-Version: 1.0\nGenerator: made\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files = {**files, f"{info}/METADATA": metadata, f"{info}/WHEEL": about}
    record = []
    with zipfile.ZipFile(folder / f"{module}-{version}-py3-none-any.whl", "w") as archive:
        for path, text in files.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())
            record.append(f"{path},sha256={digest.rstrip(b'=').decode()},{len(text.encode())}\n")
            archive.writestr(zipfile.ZipInfo(path), text)
        archive.writestr(zipfile.ZipInfo(f"{info}/RECORD"), "".join(record) + f"{info}/RECORD,,\n")


def tool(folder, name, source, version="1.0"):
    """A wheel with a console script of its name, which calls main() of the source."""
    module = name.replace("-", "_")
    wheel(folder, name, {
        f"{module}.py": source, f"{module}-{version}.dist-info/entry_points.txt":
        f"[console_scripts]\n{name} = {module}:main\n"}, version=version)


def make(folder):
    """The wheel folder: made-00 and so on, made-all that wants them all, and some small ones."""
    folder.mkdir()
    names = [f"made-{i:02}" for i in range(DEPENDENCIES)]
    source = "".join(f"def add_{i}(left, right):\n    return left + right + {i}\n\n\n"
                     for i in range(FUNCTIONS))
    for name in names:
        module = name.replace("-", "_")
        wheel(folder, name, {f"{module}/part_{i:02}.py": source for i in range(FILES)})
    wheel(folder, "made-all", {}, names)
    for name in ("leg-plain", "leg-extra", "late"):
        wheel(folder, name, {name.replace("-", "_") + ".py": ""})
