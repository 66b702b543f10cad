#include "names.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define HEADER 12
#define LONGEST_NAME 255
#define LONGEST_LABEL 63
#define SECONDS 5 /* that an answer may be kept: containers come and go */

enum { TYPE_A = 1, TYPE_PTR = 12, TYPE_ANY = 255, CLASS_IN = 1 };
enum { FORMAT_ERROR = 1, SERVER_FAILURE = 2, NO_SUCH_NAME = 3, NOT_IMPLEMENTED = 4 };
enum { QR = 0x80, OPCODE = 0x78, TRUNCATED = 0x02, AUTHORITY = 0x04, RECURSION_WANTED = 0x01, RECURSION_HAD = 0x80 };

struct question {
    char name[LONGEST_NAME + 1]; /* labels with dots between, none at the end */
    unsigned type, class;
    size_t end; /* where the question ends in the message */
};

struct writer {
    uint8_t *bytes;
    size_t used, room;
    unsigned answers;
    bool full;
};

static unsigned number16(const uint8_t *bytes)
{
    return (unsigned)bytes[0] << 8 | bytes[1];
}

static void put16(uint8_t *bytes, unsigned value)
{
    bytes[0] = (uint8_t)(value >> 8);
    bytes[1] = (uint8_t)value;
}

/* In a question there is nothing that a name could point back to, so compression is an error. Bytes that are none of a
 * host name become '?', which no name of ours has: dots inside a label do not split it. */
static bool read_question(const uint8_t *m, size_t length, struct question *q)
{
    size_t at = HEADER, to = 0;
    for (;;) {
        if (at >= length)
            return false;
        size_t label = m[at++];
        if (label == 0)
            break;
        if (label > LONGEST_LABEL || label > length - at || to + label + 1 > LONGEST_NAME - 1)
            return false;
        if (to > 0)
            q->name[to++] = '.';
        for (size_t i = 0; i < label; i++) {
            uint8_t c = m[at + i];
            q->name[to++] = isalnum(c) || c == '-' || c == '_' ? (char)c : '?';
        }
        at += label;
    }
    q->name[to] = 0;
    if (length - at < 4)
        return false;
    q->type = number16(m + at);
    q->class = number16(m + at + 2);
    q->end = at + 4;
    return true;
}

static void begin(struct writer *w, const uint8_t *query, size_t end)
{
    memcpy(w->bytes, query, end);
    w->bytes[2] = (uint8_t)(QR | (query[2] & (OPCODE | RECURSION_WANTED)));
    w->bytes[3] = RECURSION_HAD;
    put16(w->bytes + 4, end > HEADER);
    memset(w->bytes + 6, 0, HEADER - 6);
    w->used = end;
}

static size_t finish(struct writer *w, unsigned code)
{
    w->bytes[3] = (uint8_t)(w->bytes[3] | code);
    if (w->full)
        w->bytes[2] |= TRUNCATED;
    put16(w->bytes + 6, w->answers);
    return w->used;
}

/* About the name of the question. */
static void add(struct writer *w, unsigned type, const uint8_t *data, size_t length)
{
    if (w->full || w->room - w->used < HEADER + length) {
        w->full = true;
        return;
    }
    uint8_t *at = w->bytes + w->used;
    put16(at, 0xc000 | HEADER);
    put16(at + 2, type);
    put16(at + 4, CLASS_IN);
    put16(at + 6, 0);
    put16(at + 8, SECONDS);
    put16(at + 10, (unsigned)length);
    memcpy(at + 12, data, length);
    w->used += 12 + length;
    w->answers++;
}

static bool is_called(const struct named *h, const char *name, size_t length)
{
    for (size_t i = 0; i < h->count; i++)
        if (strlen(h->names[i]) == length && strncasecmp(h->names[i], name, length) == 0)
            return true;
    return false;
}

/* A name of the network may have the network's own behind it, as with docker. */
static size_t without_network(const struct zone *z, const char *name)
{
    size_t length = strlen(name), tail = strlen(z->network);
    if (length > tail + 1 && name[length - tail - 1] == '.' && strcasecmp(name + length - tail, z->network) == 0)
        return length - tail - 1;
    return length;
}

static bool add_addresses(const struct zone *z, const struct question *q, struct writer *w)
{
    bool found = false;
    size_t whole = strlen(q->name), bare = without_network(z, q->name);
    for (const struct named *h = z->hosts; h; h = h->next) {
        if (!is_called(h, q->name, whole) && (bare == whole || !is_called(h, q->name, bare)))
            continue;
        found = true;
        if (q->type == TYPE_A || q->type == TYPE_ANY)
            add(w, TYPE_A, (const uint8_t *)&h->address, sizeof h->address);
    }
    return found;
}

/* The address of 4.3.2.1.in-addr.arpa (RFC 1035, section 3.5), if it is one of the network. */
static bool reverse_address(const struct zone *z, const char *name, struct in_addr *address)
{
    unsigned part[4];
    int end = -1;
    if (sscanf(name, "%3u.%3u.%3u.%3u%n", &part[0], &part[1], &part[2], &part[3], &end) != 4 || end < 0)
        return false;
    if (strcasecmp(name + end, ".in-addr.arpa") != 0)
        return false;
    uint32_t number = 0;
    for (int i = 3; i >= 0; i--) {
        if (part[i] > 255)
            return false;
        number = number << 8 | part[i];
    }
    address->s_addr = htonl(number);
    return (address->s_addr & z->mask.s_addr) == z->base.s_addr;
}

/* Returns the length of the name in labels, 0 if it cannot be said in them. */
static size_t encode_name(const char *name, uint8_t *out)
{
    size_t used = 0;
    while (*name) {
        size_t label = strcspn(name, ".");
        if (label == 0 || label > LONGEST_LABEL || used + label + 2 > LONGEST_NAME)
            return 0;
        out[used++] = (uint8_t)label;
        memcpy(out + used, name, label);
        used += label;
        name += label + (name[label] == '.');
    }
    out[used++] = 0;
    return used;
}

static bool add_name(const struct zone *z, const struct question *q, struct in_addr address, struct writer *w)
{
    uint8_t labels[LONGEST_NAME + 1];
    for (const struct named *h = z->hosts; h; h = h->next) {
        if (h->address.s_addr != address.s_addr || h->count == 0)
            continue;
        AUTO_FREE char *name = must_print("%s.%s", h->names[0], z->network);
        size_t length = encode_name(name, labels);
        if (length > 0 && (q->type == TYPE_PTR || q->type == TYPE_ANY))
            add(w, TYPE_PTR, labels, length);
        return true;
    }
    return false;
}

enum verdict zone_answer(const struct zone *z, const uint8_t *query, size_t length, uint8_t *answer, size_t room,
                         size_t *used)
{
    struct writer w = {.bytes = answer, .room = room};
    struct question q;
    struct in_addr address;
    if (length < HEADER || query[2] & QR)
        return DNS_DROPPED;
    if (query[2] & OPCODE) {
        begin(&w, query, HEADER);
        *used = finish(&w, NOT_IMPLEMENTED);
        return DNS_ANSWERED;
    }
    if (number16(query + 4) != 1 || !read_question(query, length, &q)) {
        begin(&w, query, HEADER);
        *used = finish(&w, FORMAT_ERROR);
        return DNS_ANSWERED;
    }
    if (q.class != CLASS_IN)
        return DNS_FOREIGN;
    begin(&w, query, q.end);
    bool ours = reverse_address(z, q.name, &address);
    bool found = ours ? add_name(z, &q, address, &w) : add_addresses(z, &q, &w);
    if (!found && !ours)
        return DNS_FOREIGN;
    answer[2] |= AUTHORITY;
    *used = finish(&w, found ? 0 : NO_SUCH_NAME);
    return DNS_ANSWERED;
}

size_t dns_failure(const uint8_t *query, size_t length, uint8_t *answer)
{
    struct question q;
    struct writer w = {.bytes = answer, .room = DNS_PLAIN};
    begin(&w, query, read_question(query, length, &q) ? q.end : HEADER);
    return finish(&w, SERVER_FAILURE);
}
