"""The daemons that a run needs, each with everything below the run's directory."""
import subprocess

REGISTRY_CONFIG = """version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: WORK/registry}, delete: {enabled: true}}
http: {addr: 127.0.0.1:5000}
"""


def start(work, name, command):
    with open(work / f"{name}.log", "wb") as log:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=work)


def registry(work):
    (work / "registry.yml").write_text(REGISTRY_CONFIG.replace("WORK", str(work)))
    return start(work, "registry", ["docker-registry", "serve", str(work / "registry.yml")])


def docker(work):
    return start(work, "dockerd", [
        "dockerd", "--iptables=false", "--bridge=none", "--data-root", f"{work}/docker", "--exec-root", f"{work}/docker-exec",
        "--pidfile", f"{work}/docker.pid", "--cgroup-parent", f"/{work.name}", "-H", f"unix://{work}/docker.sock"])
