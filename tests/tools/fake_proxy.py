#!/usr/bin/env python3
"""Makes a folder that serves as a module proxy with tiny toolchains, good and hostile: fake_proxy.py FOLDER [KNOWN] [--large]

Prints lines "NAME h1:..." for $GOALLOC_DIGESTS, and writes the true ones of all to KNOWN. The versions:
    1.50.0  as it should be          1.50.1  its pinned digest is another's
    1.50.2  cut in half              1.50.3  holds a name with ".."
    1.50.4  not pinned               1.50.5  larger (4 MB), for connections that break
and with --large 1.51.0 to 1.51.3, as they should be: dozens of files, 1 to 3 MB
"""
import base64
import hashlib
import io
import os
import platform
import sys
import zipfile

goos = {"Linux": "linux", "Darwin": "darwin"}[platform.system()]
goarch = {"x86_64": "amd64", "aarch64": "arm64", "arm64": "arm64"}[platform.machine()]
words = [a for a in sys.argv[1:] if not a.startswith("--")]
folder = os.path.join(words[0], "golang.org", "toolchain", "@v")
os.makedirs(folder, exist_ok=True)


def toolchain(version, extra):
    name = f"go{version}.{goos}-{goarch}"
    prefix = f"golang.org/toolchain@v0.0.1-{name}/"
    files = {
        "bin/go": f"#!/bin/sh\necho go version go{version} {goos}/{goarch}\n".encode(),
        "VERSION": f"go{version}\n".encode(),
        f"pkg/tool/{goos}_{goarch}/compile": b"#!/bin/sh\n",
        f"pkg/tool/{goos}_{goarch}/link": b"#!/bin/sh\n",
        "src/fmt/print.go": b"package fmt\n",
        **extra,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as z:
        for path, data in files.items():
            z.writestr(prefix + path, data)
    lines = sorted(((prefix + path).encode(), hashlib.sha256(data).hexdigest()) for path, data in files.items())
    summary = b"".join(digest.encode() + b"  " + path + b"\n" for path, digest in lines)
    h1 = "h1:" + base64.b64encode(hashlib.sha256(summary).digest()).decode()
    return name, buffer.getvalue(), h1


known = []
versions = {f"1.50.{i}": {} for i in range(6)}
versions["1.50.3"] = {"../../../escaped": b"out\n"}
versions["1.50.5"] = {"src/large.go": os.urandom(4 << 20)}
if "--large" in sys.argv:
    for i in range(4):
        versions[f"1.51.{i}"] = {f"src/p{k}/f.go": os.urandom((i + 1) * 16000 + k) for k in range(50)}
for version, extra in versions.items():
    name, data, h1 = toolchain(version, extra)
    known.append(f"{name} {h1}\n")
    if version == "1.50.1":
        h1 = "h1:" + base64.b64encode(bytes(32)).decode()
    if version == "1.50.2":
        data = data[: len(data) // 2]
    with open(os.path.join(folder, f"v0.0.1-{name}.zip"), "wb") as f:
        f.write(data)
    if version != "1.50.4":
        print(name, h1)
with open(os.path.join(folder, "list"), "w") as f:
    f.writelines(f"v0.0.1-go{v}.{goos}-{goarch}\n" for v in versions)
if len(words) > 1:
    with open(words[1], "w") as f:
        f.writelines(known)
