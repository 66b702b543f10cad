#include "devices.h"

#include <fcntl.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "sys.h"

#define ANY (-1)
#define ALL (ACCESS_READ | ACCESS_WRITE | ACCESS_MKNOD)
#define PER_RULE 10

struct rule {
    char type; /* as in devices.allow: b, c */
    int major, minor;
    unsigned access;
};

/* Any node may be made; opening it is another matter. Standard devices, /dev/tty, /dev/ptmx and terminals may be opened
 * (containerd, oci.WithDefaultDevices). */
static const struct rule standard[] = {{'c', ANY, ANY, ACCESS_MKNOD},
                                       {'b', ANY, ANY, ACCESS_MKNOD},
                                       {'c', 1, 3, ALL},
                                       {'c', 1, 5, ALL},
                                       {'c', 1, 7, ALL},
                                       {'c', 1, 8, ALL},
                                       {'c', 1, 9, ALL},
                                       {'c', 5, 0, ALL},
                                       {'c', 5, 2, ALL},
                                       {'c', 136, ANY, ALL}};

#define STANDARD (sizeof standard / sizeof *standard)

static struct rule *all_rules(const struct container *c, size_t *count, struct failure *f)
{
    struct rule *rules = must_alloc((STANDARD + c->device_count) * sizeof *rules);
    memcpy(rules, standard, sizeof standard);
    *count = STANDARD;
    for (size_t i = 0; i < c->device_count; i++) {
        struct stat st;
        if (stat(c->devices[i].source, &st) < 0) {
            fail(f, errno, "open device", "%s of the host", c->devices[i].source);
            free(rules);
            return NULL;
        }
        rules[(*count)++] = (struct rule){S_ISBLK(st.st_mode) ? 'b' : 'c', (int)major(st.st_rdev),
                                          (int)minor(st.st_rdev), c->devices[i].access};
    }
    return rules;
}

static struct bpf_insn instruction(unsigned code, unsigned to, unsigned from, int offset, int value)
{
    return (struct bpf_insn){
        .code = (uint8_t)code, .dst_reg = to & 15, .src_reg = from & 15, .off = (int16_t)offset, .imm = value};
}

static unsigned kernel_access(unsigned access)
{
    return (access & ACCESS_MKNOD ? BPF_DEVCG_ACC_MKNOD : 0U) | (access & ACCESS_READ ? BPF_DEVCG_ACC_READ : 0U) |
           (access & ACCESS_WRITE ? BPF_DEVCG_ACC_WRITE : 0U);
}

/* Registers: 2 type, 3 access, 4 major, 5 minor of what is asked for. A rule that does not match jumps over its rest.
 */
static size_t compile_rule(const struct rule *r, struct bpf_insn *out)
{
    size_t n = 0;
    unsigned forbidden = kernel_access(ALL & ~r->access);
    size_t last = 1 + (forbidden ? 3U : 0U) + (r->major != ANY ? 1U : 0U) + (r->minor != ANY ? 1U : 0U) + 2;
#define SKIP ((int)(last - n - 1))
    out[n] =
        instruction(BPF_JMP | BPF_JNE | BPF_K, 2, 0, SKIP, r->type == 'b' ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR);
    n++;
    if (forbidden) {
        out[n++] = instruction(BPF_ALU | BPF_MOV | BPF_X, 1, 3, 0, 0);
        out[n++] = instruction(BPF_ALU | BPF_AND | BPF_K, 1, 0, 0, (int)forbidden);
        out[n] = instruction(BPF_JMP | BPF_JNE | BPF_K, 1, 0, SKIP, 0);
        n++;
    }
    if (r->major != ANY) {
        out[n] = instruction(BPF_JMP | BPF_JNE | BPF_K, 4, 0, SKIP, r->major);
        n++;
    }
    if (r->minor != ANY) {
        out[n] = instruction(BPF_JMP | BPF_JNE | BPF_K, 5, 0, SKIP, r->minor);
        n++;
    }
#undef SKIP
    out[n++] = instruction(BPF_ALU | BPF_MOV | BPF_K, 0, 0, 0, 1);
    out[n++] = instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
    return n;
}

/* struct bpf_cgroup_dev_ctx: type in the low half of the first word, access in its high half. */
static struct bpf_insn *compile(const struct rule *rules, size_t count, size_t *length)
{
    struct bpf_insn *code = must_alloc((count * PER_RULE + 8) * sizeof *code);
    size_t n = 0;
    code[n++] = instruction(BPF_LDX | BPF_MEM | BPF_W, 2, 1, 0, 0);
    code[n++] = instruction(BPF_ALU | BPF_MOV | BPF_X, 3, 2, 0, 0);
    code[n++] = instruction(BPF_ALU | BPF_AND | BPF_K, 2, 0, 0, 0xffff);
    code[n++] = instruction(BPF_ALU | BPF_RSH | BPF_K, 3, 0, 0, 16);
    code[n++] = instruction(BPF_LDX | BPF_MEM | BPF_W, 4, 1, 4, 0);
    code[n++] = instruction(BPF_LDX | BPF_MEM | BPF_W, 5, 1, 8, 0);
    for (size_t i = 0; i < count; i++)
        n += compile_rule(&rules[i], code + n);
    code[n++] = instruction(BPF_ALU | BPF_MOV | BPF_K, 0, 0, 0, 0);
    code[n++] = instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
    *length = n;
    return code;
}

static int sys_bpf(int command, union bpf_attr *attr)
{
    return (int)syscall(SYS_bpf, command, attr, sizeof *attr);
}

static int load_program(const struct rule *rules, size_t count, struct failure *f)
{
    size_t length = 0;
    AUTO_FREE struct bpf_insn *code = compile(rules, count, &length);
    union bpf_attr load = {.prog_type = BPF_PROG_TYPE_CGROUP_DEVICE,
                           .insns = (uint64_t)(uintptr_t)code,
                           .insn_cnt = (uint32_t)length,
                           .license = (uint64_t)(uintptr_t) "Apache-2.0"};
    int program = sys_bpf(BPF_PROG_LOAD, &load);
    return program >= 0 ? program : fail(f, errno, "control devices", "load a BPF program");
}

int load_standard_program(struct failure *f)
{
    return load_program(standard, STANDARD, f);
}

/* What is attached lives as long as its group. */
static int attach_program(const struct leaf *leaf, int program, struct failure *f)
{
    AUTO_FD group = open(leaf->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    union bpf_attr attach = {.target_fd = (uint32_t)group,
                             .attach_bpf_fd = (uint32_t)program,
                             .attach_type = BPF_CGROUP_DEVICE,
                             .attach_flags = BPF_F_ALLOW_MULTI};
    if (group < 0 || sys_bpf(BPF_PROG_ATTACH, &attach) < 0)
        return fail(f, errno, "control devices", "attach a BPF program to %s", leaf->path);
    return 0;
}

static int write_rule(const struct leaf *leaf, const char *file, const char *rule, struct failure *f)
{
    AUTO_FREE char *path = must_print("%s/%s", leaf->path, file);
    AUTO_FD fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write_whole(fd, rule, strlen(rule)) < 0)
        return fail(f, errno, "control devices", "write '%s' to %s", rule, path);
    return 0;
}

static int control_by_list(const struct leaf *leaf, const struct rule *rules, size_t count, struct failure *f)
{
    if (write_rule(leaf, "devices.deny", "a", f) < 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        char major[16] = "*", minor[16] = "*";
        if (rules[i].major != ANY)
            snprintf(major, sizeof major, "%d", rules[i].major);
        if (rules[i].minor != ANY)
            snprintf(minor, sizeof minor, "%d", rules[i].minor);
        AUTO_FREE char *rule =
            must_print("%c %s:%s %s%s%s", rules[i].type, major, minor, rules[i].access & ACCESS_READ ? "r" : "",
                       rules[i].access & ACCESS_WRITE ? "w" : "", rules[i].access & ACCESS_MKNOD ? "m" : "");
        if (write_rule(leaf, "devices.allow", rule, f) < 0)
            return -1;
    }
    return 0;
}

int control_devices(const struct agent *a, const struct leaf *leaf, const struct container *c, struct failure *f)
{
    size_t count;
    if (leaf->unified && c->device_count == 0)
        return attach_program(leaf, a->device_program, f);
    AUTO_FREE struct rule *rules = all_rules(c, &count, f);
    if (!rules)
        return -1;
    if (!leaf->unified)
        return control_by_list(leaf, rules, count, f);
    AUTO_FD program = load_program(rules, count, f);
    return program < 0 ? -1 : attach_program(leaf, program, f);
}
