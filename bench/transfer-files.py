#!/usr/bin/env python3
"""transfer-files.py text|base MEGABYTES SALT LAYOUT JAVA_HOME: makes an image of one layer.

LAYOUT.tar is the layer and LAYOUT an OCI layout with it, uncompressed, tagged 1. `text` is program text (the
sources of the JDK, else what /usr has), `base` the programs, libraries and texts of this machine's /usr/bin and /usr/lib, and a busybox
at /bin. Each text file begins with SALT, and so the bytes are others each time.
"""
import hashlib, io, json, os, shutil, sys, tarfile, zipfile

kind, limit, salt, layout, java = sys.argv[1], int(sys.argv[2]) * 1000 * 1000, sys.argv[3], sys.argv[4], sys.argv[5]


def texts():
    archive = os.path.join(java, "lib", "src.zip")
    if os.path.isfile(archive):
        with zipfile.ZipFile(archive) as sources:
            for name in sorted(sources.namelist()):
                if name.endswith(".java"):
                    yield "src/" + name, 0o644, sources.read(name)
    yield from installed(["/usr/share", "/usr/include", "/usr/lib"], (".py", ".h", ".pm", ".pl", ".txt", ".js", ".c"))


def installed(roots, endings=None):
    for root in roots:
        for directory, directories, names in os.walk(root):
            directories.sort()
            for name in sorted(names):
                path = os.path.join(directory, name)
                if os.path.islink(path) or not os.path.isfile(path) or endings and not name.endswith(endings):
                    continue
                if os.path.getsize(path) < limit // 10:
                    with open(path, "rb") as file:
                        yield path[1:], os.stat(path).st_mode & 0o777, file.read()


def base():
    with open(shutil.which("busybox"), "rb") as file:
        yield "bin/busybox", 0o755, file.read()
    half = limit // 2
    for path, mode, content in installed(["/usr/bin", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"]):
        if half > 0:
            half -= len(content)
            yield path, mode, content
    yield from installed(["/usr/share", "/usr/lib/python3"])


size = 0
directories = set()
with tarfile.open(layout + ".tar", "w", format=tarfile.USTAR_FORMAT) as tar:

    def add(path, mode, content):
        parts = path.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            parent = "/".join(parts[:depth])
            if parent not in directories:
                directories.add(parent)
                entry = tarfile.TarInfo(parent)
                entry.type, entry.mode = tarfile.DIRTYPE, 0o755
                tar.addfile(entry)
        entry = tarfile.TarInfo(path)
        entry.size, entry.mode, entry.mtime = len(content), mode, 1700000000
        tar.addfile(entry, io.BytesIO(content))

    for path, mode, content in texts() if kind == "text" else base():
        if len(path) > 200 or not path.isascii():
            continue
        if kind == "text" or not content[:4] == b"\x7fELF":
            content = ("// " + salt + " " + path + "\n").encode() + content
        add(path, mode, content)
        size += len(content)
        if size >= limit:
            break

os.makedirs(os.path.join(layout, "blobs", "sha256"))


def blob(content):
    name = hashlib.sha256(content).hexdigest()
    with open(os.path.join(layout, "blobs", "sha256", name), "wb") as file:
        file.write(content)
    return {"digest": "sha256:" + name, "size": len(content)}


with open(layout + ".tar", "rb") as file:
    layer = blob(file.read())
machine = {"x86_64": "amd64", "aarch64": "arm64"}[os.uname().machine]
config = blob(json.dumps({"architecture": machine, "os": "linux", "config": {"Cmd": ["/bin/busybox", "true"]},
                          "rootfs": {"type": "layers", "diff_ids": [layer["digest"]]}}).encode())
manifest = blob(json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                            "config": {"mediaType": "application/vnd.oci.image.config.v1+json", **config},
                            "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar", **layer}]}).encode())
with open(os.path.join(layout, "oci-layout"), "w") as file:
    json.dump({"imageLayoutVersion": "1.0.0"}, file)
with open(os.path.join(layout, "index.json"), "w") as file:
    json.dump({"schemaVersion": 2, "manifests": [{"mediaType": "application/vnd.oci.image.manifest.v1+json", **manifest,
                                                  "annotations": {"org.opencontainers.image.ref.name": "1"}}]}, file)
