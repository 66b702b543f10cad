#!/usr/bin/env python3
"""peer-config.py PROFILE: prints the config.json of a container that may do what jbuild's may, running /bin/true.

PROFILE is moby's default seccomp profile; what it says for the capabilities of docker and this machine becomes a runtime-spec filter."""
import json
import platform
import sys

CAPABILITIES = ["CAP_" + name for name in (
    "CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL "
    "AUDIT_WRITE").split()]
ARCHITECTURES = {"x86_64": ("amd64", ["X86_64", "X86", "X32"]), "aarch64": ("arm64", ["AARCH64", "ARM"])}
MACHINE, SECCOMP_ARCHITECTURES = ARCHITECTURES[platform.machine()]


def applies(rule):
    """Whether the rule is for this machine, docker's capabilities and a kernel of our days."""
    wants, without = rule.get("includes", {}), rule.get("excludes", {})
    if not set(wants.get("caps", [])) <= set(CAPABILITIES) or set(without.get("caps", [])) & set(CAPABILITIES):
        return False
    if wants.get("arches") and MACHINE not in wants["arches"]:
        return False
    return MACHINE not in without.get("arches", [])


def seccomp(profile):
    syscalls = []
    for rule in filter(applies, profile["syscalls"]):
        syscall = {"names": rule["names"], "action": rule["action"]}
        syscall.update({key: rule[key] for key in ("errnoRet", "args") if rule.get(key) is not None})
        syscalls.append(syscall)
    return {"defaultAction": profile["defaultAction"], "defaultErrnoRet": 1, "syscalls": syscalls,
            "architectures": ["SCMP_ARCH_" + name for name in SECCOMP_ARCHITECTURES]}


def mount(target, kind, *options):
    return {"destination": target, "type": kind, "source": kind, "options": list(options)}


def config(profile):
    closed = ("nosuid", "noexec", "nodev")
    return {
        "ociVersion": "1.0.2",
        "root": {"path": "rootfs"},
        "hostname": "localhost",
        "process": {
            "user": {"uid": 0, "gid": 0}, "args": ["/bin/true"], "cwd": "/", "env": ["PATH=/bin"],
            "capabilities": {kind: CAPABILITIES for kind in ("bounding", "effective", "permitted")}},
        "mounts": [
            mount("/proc", "proc", *closed),
            mount("/dev", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
            mount("/dev/pts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"),
            mount("/dev/shm", "tmpfs", *closed, "mode=1777", "size=65536k"),
            mount("/dev/mqueue", "mqueue", *closed),
            mount("/sys", "sysfs", *closed, "ro")],
        "linux": {
            "namespaces": [{"type": kind} for kind in ("pid", "ipc", "uts", "mount", "network")],
            "maskedPaths": ["/proc/" + name for name in (
                "acpi asound interrupts kcore keys latency_stats sched_debug scsi timer_list timer_stats").split()]
            + ["/sys/devices/virtual/powercap", "/sys/firmware"],
            "readonlyPaths": ["/proc/" + name for name in "bus fs irq sys sysrq-trigger".split()],
            "seccomp": seccomp(profile)}}


with open(sys.argv[1], encoding="utf-8") as text:
    json.dump(config(json.load(text)), sys.stdout, indent=1)
