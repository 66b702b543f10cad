import ctypes, os, struct, sys
# deny.py NUMBER[,NUMBER] ERRNO COMMAND...: these system calls fail, as on a kernel that lacks or forbids them.
numbers = [int(n) for n in sys.argv[1].split(",")]
program = [(0x20, 0, 0, 0)]
for left, number in enumerate(numbers):
    program.append((0x15, len(numbers) - left, 0, number))
program += [(0x06, 0, 0, 0x7fff0000), (0x06, 0, 0, 0x00050000 | int(sys.argv[2]))]
code = b"".join(struct.pack("HBBI", *each) for each in program)
buffer = ctypes.create_string_buffer(code)
fprog = struct.pack("HxxxxxxP", len(program), ctypes.addressof(buffer))
libc = ctypes.CDLL(None, use_errno=True)
if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, fprog, 0, 0):
    sys.exit("seccomp: " + os.strerror(ctypes.get_errno()))
os.execvp(sys.argv[3], sys.argv[3:])
