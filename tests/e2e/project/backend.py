# SPDX-License-Identifier: MIT
"""Builds the project without any other package, so that its installation needs no network."""
import base64
import hashlib
import os
import re
import zipfile

ID = "demo-1.0"


def write_wheel(folder, files):
    dependencies = re.findall(r'^dependencies = \["(.*)"\]$', open("pyproject.toml").read(), re.M)
    metadata = ["Metadata-Version: 2.1", "Name: demo", "Version: 1.0",
                *(f"Requires-Dist: {name}" for name in dependencies)]
    wheel = ["Wheel-Version: 1.0", "Generator: backend", "Root-Is-Purelib: true",
             "Tag: py3-none-any"]
    files = {**files, f"{ID}.dist-info/METADATA": metadata, f"{ID}.dist-info/WHEEL": wheel}
    record = []
    with zipfile.ZipFile(os.path.join(folder, f"{ID}-py3-none-any.whl"), "w") as archive:
        for name, lines in files.items():
            data = "".join(f"{line}\n" for line in lines).encode()
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=")
            record.append(f"{name},sha256={digest.decode()},{len(data)}\n")
            archive.writestr(name, data)
        archive.writestr(f"{ID}.dist-info/RECORD", "".join(record) + f"{ID}.dist-info/RECORD,,\n")
    return f"{ID}-py3-none-any.whl"


def build_wheel(folder, config_settings=None, metadata_directory=None):
    with open("src/demo/__init__.py", encoding="utf-8") as source:
        return write_wheel(folder, {"demo/__init__.py": source.read().splitlines()})


def build_editable(folder, config_settings=None, metadata_directory=None):
    return write_wheel(folder, {"demo.pth": [os.path.abspath("src")]})
