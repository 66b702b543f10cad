/* Tests of the parts that need no rights, so that they also run under an emulator of another architecture. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "entry.h"
#include "hierarchy.h"
#include "idmap.h"
#include "seccomp_default.h"
#include "wire.h"

static int failures;

static void check(bool holds, const char *what, int line)
{
    if (holds)
        return;
    failures++;
    printf("line %d: %s\n", line, what);
}

#define CHECK(condition) check(condition, #condition, __LINE__)
#define CHECK_TEXT(actual, expected) check(strcmp(actual, expected) == 0, actual, __LINE__)

static void numbers_and_texts_survive_the_wire(void)
{
    struct message m = {0};
    struct field f;
    put_number(&m, T_SIZE, 0x1122334455667788ULL);
    put_text(&m, T_PATH, "a b");
    put_bytes(&m, T_BYTES, "", 0);
    CHECK(m.bytes[8] == 0x88 && m.bytes[15] == 0x11);
    struct cursor c = {m.bytes, m.bytes + m.length};
    CHECK(field_next(&c, &f) == 1 && f.tag == T_SIZE && field_number(&f) == 0x1122334455667788ULL);
    CHECK(field_next(&c, &f) == 1 && f.tag == T_PATH);
    AUTO_FREE char *text = field_text(&f);
    CHECK_TEXT(text, "a b");
    CHECK(field_next(&c, &f) == 1 && f.length == 0);
    CHECK(field_next(&c, &f) == 0);
    free(m.bytes);
}

static void fields_that_are_cut_off_are_refused(void)
{
    uint8_t bytes[] = {1, 0, 0, 0, 9, 0, 0, 0, 'x'};
    struct field f;
    for (size_t length = 1; length < sizeof bytes; length++) {
        struct cursor c = {bytes, bytes + length};
        CHECK(field_next(&c, &f) == -1);
    }
    struct cursor whole = {bytes, bytes + sizeof bytes};
    CHECK(field_next(&whole, &f) == -1);
}

static void frames_survive_a_socket_and_are_limited(void)
{
    int ends[2];
    struct frame f = {0};
    static const uint8_t huge[8] = {F_DATA, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f};
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    struct channel *out = channel_new(ends[0]), *in = channel_new(ends[1]);
    CHECK(frame_write(out, F_DATA, "hello", 5) > 0 && channel_flush(out) > 0);
    CHECK(frame_read(in, &f) == 1 && f.type == F_DATA && f.length == 5 && memcmp(f.payload, "hello", 5) == 0);
    CHECK(write_whole(ends[0], huge, sizeof huge) > 0);
    CHECK(frame_read(in, &f) == -1);
    close(ends[0]);
    close(ends[1]);
    free(f.payload);
    free(out);
    free(in);
}

static bool entry_is_taken(const char *path, enum entry_kind kind, const char *link)
{
    struct message m = {0};
    struct entry e = {0};
    struct failure failure = {0};
    put_text(&m, T_PATH, path);
    put_number(&m, T_KIND, kind);
    if (link)
        put_text(&m, T_LINK, link);
    struct frame frame = {.length = (uint32_t)m.length, .payload = m.bytes};
    bool taken = parse_entry(&frame, &e, &failure) == 0;
    free_entry(&e);
    free(m.bytes);
    return taken;
}

static void entries_that_lead_out_are_refused(void)
{
    static const char *const bad[] = {"..", "../x", "a/../x", "a/..", "/abs", "a//b", "./a", "a/./b", "a/"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CHECK(!entry_is_taken(bad[i], E_FILE, NULL));
        CHECK(!entry_is_taken("l", E_HARD_LINK, bad[i]));
    }
    CHECK(entry_is_taken("a/b", E_FILE, NULL));
    CHECK(entry_is_taken("...", E_FILE, NULL));
    CHECK(entry_is_taken("l", E_SYMLINK, "../../etc")); /* a link may say anything: it is never followed */
    CHECK(!entry_is_taken("l", E_SYMLINK, NULL));
    CHECK(!entry_is_taken("", E_FILE, NULL));
}

/* Recorded: Debian 12 with systemd, version 2 only. */
static const char *const V2_MOUNTS = "24 30 0:22 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw\n"
                                     "33 25 0:28 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 "
                                     "cgroup2 rw,nsdelegate,memory_recursiveprot\n";
static const char *const V2_SELF = "0::/user.slice/user-1000.slice/user@1000.service/app.slice/run-u7.scope\n";

/* Recorded: version 1 with a unified tree beside it, and joined controllers. */
static const char *const HYBRID_MOUNTS =
    "40 32 0:33 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n"
    "41 32 0:34 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct\n"
    "42 32 0:35 /docker/abc /sys/fs/cgroup/memory rw,relatime shared:4 master:2 - cgroup cgroup rw,memory\n"
    "43 32 0:36 / /mnt/my\\040pids rw,relatime - cgroup cgroup rw,pids\n";
static const char *const HYBRID_SELF = "8:pids:/\n4:memory:/docker/abc/x\n1:cpu,cpuacct:/a:b\n0::/\n";

static void groups_of_version_2_are_found(void)
{
    struct hierarchy h;
    CHECK(!parse_hierarchy(V2_MOUNTS, V2_SELF, "memory", &h));
    CHECK(parse_hierarchy(V2_MOUNTS, V2_SELF, NULL, &h) && h.unified);
    CHECK_TEXT(h.top, "/sys/fs/cgroup");
    CHECK_TEXT(h.own, "/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/app.slice/run-u7.scope");
    CHECK(!parse_hierarchy(V2_MOUNTS, "0::/../other\n", NULL, &h)); /* outside of our cgroup namespace */
}

static void groups_of_version_1_are_found(void)
{
    struct hierarchy h;
    CHECK(parse_hierarchy(HYBRID_MOUNTS, HYBRID_SELF, "cpu", &h) && !h.unified);
    CHECK_TEXT(h.own, "/sys/fs/cgroup/cpu,cpuacct/a:b");
    CHECK(parse_hierarchy(HYBRID_MOUNTS, HYBRID_SELF, "memory", &h));
    CHECK_TEXT(h.own, "/sys/fs/cgroup/memory/x");
    CHECK(parse_hierarchy(HYBRID_MOUNTS, HYBRID_SELF, "pids", &h));
    CHECK_TEXT(h.own, "/mnt/my pids");
    CHECK(parse_hierarchy(HYBRID_MOUNTS, HYBRID_SELF, NULL, &h) && h.unified);
    CHECK_TEXT(h.own, "/sys/fs/cgroup/unified");
    CHECK(!parse_hierarchy(HYBRID_MOUNTS, HYBRID_SELF, "blkio", &h));
    CHECK(!parse_hierarchy(HYBRID_MOUNTS, "4:memory:/docker/abcd\n", "memory", &h));
}

static void words_are_whole(void)
{
    CHECK(has_word("cpuset cpu io\n", "cpu", " \n"));
    CHECK(has_word("memory\n", "memory", " \n"));
    CHECK(!has_word("cpuset cpuacct\n", "cpu", " \n"));
    CHECK(!has_word("", "cpu", " \n"));
}

/* Every way through the filter ends within it, at an instruction that returns. */
static void filter_is_closed(void)
{
    size_t count = sizeof default_filter / sizeof *default_filter;
    CHECK(count > 100 && count < BPF_MAXINSNS);
    for (size_t i = 0; i < count; i++) {
        const struct sock_filter *s = &default_filter[i];
        if (BPF_CLASS(s->code) == BPF_JMP && BPF_OP(s->code) == BPF_JA)
            CHECK(i + 1 + s->k < count);
        else if (BPF_CLASS(s->code) == BPF_JMP)
            CHECK(i + 1 + s->jt < count && i + 1 + s->jf < count);
    }
    CHECK(default_filter[count - 1].code == (BPF_RET | BPF_K));
}

static void rungs_have_names(void)
{
    CHECK_TEXT(rung_name(RUNG_ROOT), "root");
    CHECK_TEXT(rung_name(RUNG_ROOTLESS_SINGLE), "rootless-single");
}

int main(void)
{
    numbers_and_texts_survive_the_wire();
    fields_that_are_cut_off_are_refused();
    frames_survive_a_socket_and_are_limited();
    entries_that_lead_out_are_refused();
    groups_of_version_2_are_found();
    groups_of_version_1_are_found();
    words_are_whole();
    filter_is_closed();
    rungs_have_names();
    printf("%s\n", failures ? "failed" : "passed");
    return failures != 0;
}
