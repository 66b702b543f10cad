#!/usr/bin/env bash
# cgroup2-vm.sh: limits and device control with control groups of version 2 alone, which a machine with the mixed
# layout cannot show: as root, as an ordinary user below a group that a session gave, and as one without any. Boots
# Debian's kernel in QEMU (packages qemu-system-x86 and linux-image-cloud-amd64) without a network; everything in it comes
# from this checkout and machine. Emulates the processor, for which KVM is not needed: VM_ACCEL=kvm makes it fast where KVM works.
# Ends with 1 when something is not as it must be.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh
. scripts/module-tests.sh
setup_build
need_packages qemu-system-x86 linux-image-cloud-amd64 e2fsprogs cpio
build_tests executor-native

kernel=$(find /boot -name 'vmlinuz-*-cloud-amd64' | sort -V | tail -n 1)
[ -n "$kernel" ] || fail "no kernel of linux-image-cloud-amd64 in /boot"
modules=/lib/modules/${kernel#/boot/vmlinuz-}/kernel
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The root file system: busybox, a Java, the tests, and the libraries that Java wants.
root=$work/root
mkdir -p "$root"/{bin,usr/bin,proc,sys,dev,tmp,home,root,etc,lib64,lib/x86_64-linux-gnu,cp}
cp /bin/busybox "$root/bin/"
for applet in sh mount mkdir chown chmod echo cat find sleep ls touch su poweroff id ip head sync; do
  ln -s busybox "$root/bin/$applet"
done
ln -s ../../bin/find "$root/usr/bin/find"
for library in libc.so.6 libm.so.6 libz.so.1 libdl.so.2 libpthread.so.0 librt.so.1; do
  cp -L "/lib/x86_64-linux-gnu/$library" "$root/lib/x86_64-linux-gnu/"
done
cp -L /lib64/ld-linux-x86-64.so.2 "$root/lib64/"
for program in newuidmap newgidmap; do
  install -m 4755 "/usr/bin/$program" "$root/usr/bin/"
  ldd "/usr/bin/$program" | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p' | xargs -I{} cp -Ln {} "$root/lib/x86_64-linux-gnu/"
done
"$JAVA_HOME/bin/jlink" --add-modules java.base,java.logging,java.management --strip-debug --output "$root/java"
classpath=
while read -r entry; do
  case $entry in
    */junit* | */mockito* | */byte-buddy*) continue ;;
  esac
  name=/cp/$(find "$root/cp" -mindepth 1 -maxdepth 1 | wc -l)
  cp -r "$entry" "$root$name"
  classpath+=$name:
done < <(tr ':' '\n' <<<"$TEST_CLASSPATH" | grep .)
printf 'root:x:0:0::/root:/bin/sh\nbuilder:x:1000:1000::/home:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\nbuilder:x:1000:\n' >"$root/etc/group"
printf 'builder:100000:65536\n' | tee "$root/etc/subuid" >"$root/etc/subgid"

cat >"$root/init" <<EOF
#!/bin/sh
# The groups that systemd would have made for a user's session, who owns its part from user@1000.service on.
export PATH=/bin:/usr/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t tmpfs -o mode=1777 tmpfs /tmp
ip link set lo up
checks() {
  /java/bin/java -XX:TieredStopAtLevel=1 -cp $classpath dev.jbuild.executor.LimitChecks "\$@" 2>&1
}
cd /sys/fs/cgroup
session=user.slice/user@1000.service/app.slice
mkdir -p init \$session/run.scope lone.slice/run.scope
echo \$\$ >init/cgroup.procs
for group in . user.slice user.slice/user@1000.service \$session; do
  echo "+cpu +memory +pids" >\$group/cgroup.subtree_control
done
for group in user.slice/user@1000.service \$session \$session/run.scope; do
  chown 1000:1000 \$group \$group/cgroup.procs \$group/cgroup.subtree_control \$group/cgroup.threads
done
mkdir -m 700 /home/root /home/session /home/lone
chown 1000:1000 /home/session /home/lone
echo # after what the firmware left on the line
echo "RUN root"
checks /home/root root
echo "RUN session"
(echo 0 >/sys/fs/cgroup/\$session/run.scope/cgroup.procs; su -s /bin/sh builder -c ". /functions; checks /home/session rootless-full")
echo "RUN lone"
(echo 0 >/sys/fs/cgroup/lone.slice/run.scope/cgroup.procs; su -s /bin/sh builder -c ". /functions; checks /home/lone rootless-full")
echo "RUN end"
sync
poweroff -f
EOF
sed -n '/^export PATH/p; /^checks()/,/^}/p' "$root/init" >"$root/functions"
chmod 755 "$root/init"
truncate -s 512M "$work/disk"
mke2fs -q -F -t ext4 -E root_owner=0:0 -d "$root" "$work/disk"

# The first file system has just what reaches the disk.
first=$work/first
mkdir -p "$first"/{bin,proc,dev,new}
cp /bin/busybox "$first/bin/"
find "$modules" -name 'virtio*.ko' -o -name overlay.ko | xargs cp -t "$first"
cat >"$first/init" <<'EOF'
#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t devtmpfs dev /dev
for module in virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci virtio_blk overlay; do
  [ ! -e "/$module.ko" ] || /bin/busybox insmod "/$module.ko"
done
/bin/busybox mount -t ext4 /dev/vda /new
exec /bin/busybox switch_root /new /init
EOF
chmod 755 "$first/init"
(cd "$first" && find . | cpio --quiet -o -H newc | gzip -1) >"$work/first.gz"

log=$work/log
timeout 1800 qemu-system-x86_64 -accel "${VM_ACCEL:-tcg}" -cpu max -smp 2 -m 1536 -nographic -no-reboot -nic none \
  -kernel "$kernel" -initrd "$work/first.gz" -drive "file=$work/disk,format=raw,if=virtio" \
  -append "console=ttyS0 quiet panic=-1" </dev/null | tr -d '\r' | tee "$log" | grep -aE '^(RUN|CHECK)' || true

# expect RUN 'name=value'...: these lines are in that part of the log, and no failure.
status=0
expect() {
  local run=$1 part line
  part=$(sed -n "/^RUN $run/,/^RUN/p" "$log")
  shift
  for line in "$@"; do
    grep -aqF "CHECK $line" <<<"$part" || { echo "$run: not found: $line" >&2; status=1; }
  done
}
limits=('memory=137 true' 'less memory=0 false' 'processes=2 true' 'memory.max=67108864' 'cpu.max=20000 100000'
  'pids.max=100' 'nodes=null' 'left=0')
expect root 'isolation=root' 'devices=program' "${limits[@]}"
expect session 'isolation=rootless-full' 'devices=uncontrolled' "${limits[@]}"
expect lone 'isolation=rootless-full' 'failure=limit container: the limit of memory'
[ "$status" = 0 ] || cat "$log" >&2
exit "$status"
