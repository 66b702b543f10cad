/* Tests of the parts that need no rights, so that they also run under an emulator of another architecture. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "entry.h"
#include "hierarchy.h"
#include "idmap.h"
#include "lan.h"
#include "names.h"
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

static char first[] = "srv", second[] = "www", third[] = "a_b.c";
static char *srv_names[] = {first, second, third};
static struct named srv = {.names = srv_names, .count = 3};

static struct zone zone_of_one(void)
{
    struct zone z = {.network = "lan", .hosts = &srv};
    inet_pton(AF_INET, "10.9.0.4", &srv.address);
    inet_pton(AF_INET, "10.9.0.0", &z.base);
    inet_pton(AF_INET, "255.255.255.0", &z.mask);
    return z;
}

/* A question as dig sends it; the name has its dots where labels end. */
static size_t question(const char *name, unsigned type, uint8_t *out)
{
    static const uint8_t head[] = {0xab, 0xcd, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    size_t used = sizeof head;
    memcpy(out, head, sizeof head);
    while (*name) {
        size_t label = strcspn(name, ".");
        out[used++] = (uint8_t)label;
        memcpy(out + used, name, label);
        used += label;
        name += label + (name[label] == '.');
    }
    const uint8_t tail[] = {0, (uint8_t)(type >> 8), (uint8_t)type, 0, 1};
    memcpy(out + used, tail, sizeof tail);
    return used + sizeof tail;
}

static enum verdict ask(const char *name, unsigned type, uint8_t *answer, size_t *used)
{
    uint8_t query[512];
    const struct zone z = zone_of_one();
    return zone_answer(&z, query, question(name, type, query), answer, DNS_PLAIN, used);
}

static void names_of_a_network_are_found(void)
{
    uint8_t answer[DNS_PLAIN];
    size_t used = 0;
    CHECK(ask("srv", 1, answer, &used) == DNS_ANSWERED);
    CHECK(answer[0] == 0xab && answer[1] == 0xcd && answer[2] == 0x85 && answer[3] == 0x80 && answer[7] == 1);
    CHECK(memcmp(answer + used - 4, &srv.address, 4) == 0);
    CHECK(ask("WwW.LAN", 1, answer, &used) == DNS_ANSWERED && answer[7] == 1);
    CHECK(ask("a_b.c", 1, answer, &used) == DNS_ANSWERED && answer[7] == 1);
    CHECK(ask("srv", 28, answer, &used) == DNS_ANSWERED && answer[7] == 0 && (answer[3] & 15) == 0);
    CHECK(ask("4.0.9.10.in-addr.arpa", 12, answer, &used) == DNS_ANSWERED && answer[7] == 1);
    CHECK(memcmp(answer + used - 9, "\3srv\3lan", 9) == 0);
    CHECK(ask("5.0.9.10.in-addr.arpa", 12, answer, &used) == DNS_ANSWERED && (answer[3] & 15) == 3);
    CHECK(ask("4.1.9.10.in-addr.arpa", 12, answer, &used) == DNS_FOREIGN);
    CHECK(ask("lan", 1, answer, &used) == DNS_FOREIGN);
    CHECK(ask("srv.lan.test", 1, answer, &used) == DNS_FOREIGN);
    CHECK(ask("", 1, answer, &used) == DNS_FOREIGN);
}

/* One address more than fit: the answer is cut short, and says so. */
static void answers_stay_in_their_room(void)
{
    enum { HOSTS = 40 };
    uint8_t query[512], answer[DNS_PLAIN + 16];
    size_t used = 0;
    struct named many[HOSTS];
    struct zone z = zone_of_one();
    for (size_t i = 0; i < HOSTS; i++) {
        many[i] = srv;
        many[i].next = i + 1 < HOSTS ? &many[i + 1] : NULL;
    }
    z.hosts = many;
    memset(answer, 0x55, sizeof answer);
    CHECK(zone_answer(&z, query, question("srv", 1, query), answer, DNS_PLAIN, &used) == DNS_ANSWERED);
    CHECK(used <= DNS_PLAIN && (answer[2] & 2) && answer[7] == 30);
    for (size_t i = DNS_PLAIN; i < sizeof answer; i++)
        CHECK(answer[i] == 0x55);
}

static unsigned random_byte(void)
{
    static unsigned long state = 1;
    state = state * 6364136223846793005UL + 1442695040888963407UL;
    return (unsigned)(state >> 33 & 255);
}

/* Whatever comes, the answer is a header at least and stays in its room; the copy ends where the message does, so that
 * the sanitizers see a byte read too far. */
static void nonsense_is_answered_or_dropped(void)
{
    static uint8_t answer[DNS_PLAIN];
    const struct zone z = zone_of_one();
    for (int i = 0; i < 200000; i++) {
        uint8_t query[512];
        size_t length = question(i % 2 ? "srv" : "4.0.9.10.in-addr.arpa", i % 3 ? 1 : 12, query), used = 0;
        for (unsigned changes = random_byte() % 6; changes > 0; changes--)
            query[random_byte() % length] = (uint8_t)random_byte();
        if (i % 4 == 0)
            length = random_byte() % (length + 1);
        uint8_t *copy = must_alloc(length);
        memcpy(copy, query, length);
        enum verdict v = zone_answer(&z, copy, length, answer, sizeof answer, &used);
        if (v == DNS_ANSWERED)
            CHECK(used >= 12 && used <= sizeof answer && (answer[2] & 0x80));
        else if (length >= 12)
            CHECK(dns_failure(copy, length, answer) >= 12);
        free(copy);
    }
}

static void labels_that_lie_are_refused(void)
{
    uint8_t answer[DNS_PLAIN], query[DNS_PLAIN] = {0, 1, 1, 0, 0, 1};
    const struct zone z = zone_of_one();
    size_t used = 0;
    query[12] = 0xc0; /* points to itself */
    query[13] = 12;
    CHECK(zone_answer(&z, query, 18, answer, sizeof answer, &used) == DNS_ANSWERED && (answer[3] & 15) == 1);
    query[12] = 63; /* longer than the message */
    CHECK(zone_answer(&z, query, 30, answer, sizeof answer, &used) == DNS_ANSWERED && (answer[3] & 15) == 1);
    for (size_t i = 0; i < 8; i++) /* longer than names may be */
        query[12 + i * 64] = 63;
    CHECK(zone_answer(&z, query, sizeof query, answer, sizeof answer, &used) == DNS_ANSWERED && (answer[3] & 15) == 1);
    memcpy(query + 12, "\7srv.lan\0\0\1\0\1", 13); /* a dot in a label is none between labels */
    CHECK(zone_answer(&z, query, 25, answer, sizeof answer, &used) == DNS_FOREIGN);
}

/* The members' ends are pipes: what is passed on comes out of them. */
static void frames_go_where_they_belong(void)
{
    int ends[2][2];
    uint8_t frame[64] = {0}, got[64];
    struct lan l = {.own.fd = -1, .uplink = {.kind = PORT_UPLINK, .fd = -1}};
    struct port members[2] = {{.kind = PORT_MEMBER, .next = &members[1]}, {.kind = PORT_MEMBER}};
    l.members = members;
    for (int i = 0; i < 2; i++) {
        CHECK(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, ends[i]) == 0);
        members[i].fd = ends[i][0];
        inet_pton(AF_INET, i ? "10.9.0.5" : "10.9.0.4", &members[i].address);
        mac_of(members[i].address, members[i].mac);
    }
    memcpy(frame, members[1].mac, 6);
    memcpy(frame + 6, members[0].mac, 6);
    frame[12] = 8; /* IPv4 */
    memcpy(frame + 26, &members[0].address, 4);
    lan_forward(&l, &members[0], frame, sizeof frame);
    CHECK(read(ends[1][1], got, sizeof got) == sizeof got && memcmp(got, frame, sizeof got) == 0);
    frame[29] = 5; /* the neighbour's address */
    lan_forward(&l, &members[0], frame, sizeof frame);
    frame[29] = 4;
    frame[11] = 9; /* another sender */
    lan_forward(&l, &members[0], frame, sizeof frame);
    frame[11] = 4;
    frame[13] = 1; /* neither IPv4 nor ARP */
    lan_forward(&l, &members[0], frame, sizeof frame);
    frame[13] = 0;
    for (size_t length = 0; length < 34; length++) /* cut off */
        lan_forward(&l, &members[0], frame, length);
    CHECK(read(ends[1][1], got, sizeof got) < 0);
    for (int i = 0; i < 2; i++) {
        close(ends[i][0]);
        close(ends[i][1]);
    }
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
    names_of_a_network_are_found();
    answers_stay_in_their_room();
    nonsense_is_answered_or_dropped();
    labels_that_lie_are_refused();
    frames_go_where_they_belong();
    rungs_have_names();
    printf("%s\n", failures ? "failed" : "passed");
    return failures != 0;
}
