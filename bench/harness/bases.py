"""Bases of 200 MB in the registry, with programs and text of this machine: the layer's bytes are new for each name."""
import json
import os
import shutil
import subprocess
import sys
import urllib.request

import tools

MEGABYTES = 200


def publish(stand, directory, name):
    """The image of that name below the directory's; made and pushed unless it is there."""
    repository = f"base-{directory.name}-{name}"
    kept = directory.parent / repository
    if not kept.exists():
        made = directory.parent / f"{repository}.made"
        made.mkdir()
        subprocess.run(
            [sys.executable, tools.HERE / "bench/transfer-files.py", "base", str(MEGABYTES), f"{name}-{os.getpid()}", made / "layer", os.environ["JAVA_HOME"]],
            check=True)
        stand.publish(repository, made / "layer.tar")
        shutil.rmtree(made)
        kept.touch()
    return f"{tools.REGISTRY}/{repository}"


def expect_packed(root, name):
    """Ends the run when a store has files of the base's layer: who only copies onto a base does not need them."""
    address = f"http://{tools.REGISTRY}/v2/base-w8-{name}"
    types = "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json"
    config = read(f"{address}/manifests/latest", types)["config"]["digest"]
    for layer in read(f"{address}/blobs/{config}", "*/*")["rootfs"]["diff_ids"]:
        files = root / "layers" / layer.partition(":")[2] / "fs"
        if files.exists():
            sys.exit(f"bench/run: jbuild has extracted a layer of the base: {files}")


def read(address, accepted):
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": accepted})) as reply:
        return json.load(reply)
