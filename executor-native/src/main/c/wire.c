#include "wire.h"

#include <endian.h>
#include <string.h>

struct channel *channel_new(int fd)
{
    struct channel *c = must_resize(NULL, sizeof *c); /* nobody reads more of its buffers than was written */
    c->fd = fd;
    c->in_start = c->in_end = c->out_length = 0;
    return c;
}

bool channel_has_input(const struct channel *c)
{
    return c->in_end > c->in_start;
}

static int channel_read(struct channel *c, uint8_t *bytes, size_t length)
{
    size_t done = 0;
    while (done < length) {
        if (c->in_start == c->in_end && length - done >= sizeof c->in) {
            int got = read_whole(c->fd, bytes + done, length - done);
            return got == 0 && done > 0 ? -1 : got;
        }
        if (c->in_start == c->in_end) {
            ssize_t n = read(c->fd, c->in, sizeof c->in);
            if (n < 0 && errno == EINTR)
                continue;
            if (n < 0)
                return -1;
            if (n == 0) {
                errno = EPIPE;
                return done == 0 ? 0 : -1;
            }
            c->in_start = 0;
            c->in_end = (size_t)n;
        }
        size_t take = c->in_end - c->in_start;
        if (take > length - done)
            take = length - done;
        memcpy(bytes + done, c->in + c->in_start, take);
        c->in_start += take;
        done += take;
    }
    return 1;
}

int frame_read(struct channel *c, struct frame *f)
{
    uint8_t head[FRAME_HEAD];
    uint32_t length;
    int got = channel_read(c, head, sizeof head);
    if (got <= 0)
        return got;
    memcpy(&length, head + 4, sizeof length);
    length = le32toh(length);
    if (head[1] | head[2] | head[3] || length > FRAME_LIMIT) {
        errno = EPROTO;
        return -1;
    }
    if (length > f->capacity) {
        f->payload = must_resize(f->payload, length);
        f->capacity = length;
    }
    f->type = head[0];
    f->length = length;
    got = length == 0 ? 1 : channel_read(c, f->payload, length);
    return got == 1 ? 1 : -1;
}

int channel_flush(struct channel *c)
{
    size_t length = c->out_length;
    c->out_length = 0;
    return length == 0 ? 1 : write_whole(c->fd, c->out, length);
}

static int channel_write(struct channel *c, const void *bytes, size_t length)
{
    if (length == 0)
        return 1;
    if (length > sizeof c->out - c->out_length && channel_flush(c) < 0)
        return -1;
    if (length > sizeof c->out)
        return write_whole(c->fd, bytes, length);
    memcpy(c->out + c->out_length, bytes, length);
    c->out_length += length;
    return 1;
}

static void put_head(uint8_t *head, uint8_t type, size_t length)
{
    const uint32_t le = htole32((uint32_t)length);
    memset(head, 0, FRAME_HEAD);
    head[0] = type;
    memcpy(head + 4, &le, sizeof le);
}

uint8_t *frame_room(struct channel *c, size_t wanted, size_t *room)
{
    size_t left = sizeof c->out - c->out_length;
    if (left < FRAME_HEAD + wanted && left < sizeof c->out / 4) {
        if (channel_flush(c) < 0)
            return NULL;
        left = sizeof c->out;
    }
    *room = left - FRAME_HEAD;
    return c->out + c->out_length + FRAME_HEAD;
}

void frame_fill(struct channel *c, uint8_t type, size_t length)
{
    put_head(c->out + c->out_length, type, length);
    c->out_length += FRAME_HEAD + length;
}

int frame_write(struct channel *c, uint8_t type, const void *payload, size_t length)
{
    uint8_t head[FRAME_HEAD];
    if (length > FRAME_LIMIT) {
        errno = EMSGSIZE;
        return -1;
    }
    put_head(head, type, length);
    return channel_write(c, head, sizeof head) < 0 ? -1 : channel_write(c, payload, length);
}

struct cursor frame_fields(const struct frame *f)
{
    return (struct cursor){f->payload, f->payload + f->length};
}

struct cursor field_fields(const struct field *f)
{
    return (struct cursor){f->bytes, f->bytes + f->length};
}

int field_next(struct cursor *c, struct field *f)
{
    uint16_t tag;
    uint32_t length;
    if (c->next == c->end)
        return 0;
    if (c->end - c->next < 8) {
        errno = EPROTO;
        return -1;
    }
    memcpy(&tag, c->next, sizeof tag);
    memcpy(&length, c->next + 4, sizeof length);
    f->tag = le16toh(tag);
    f->length = le32toh(length);
    f->bytes = c->next + 8;
    if (f->length > (size_t)(c->end - f->bytes)) {
        errno = EPROTO;
        return -1;
    }
    c->next = f->bytes + f->length;
    return 1;
}

uint64_t field_number(const struct field *f)
{
    uint64_t number = 0;
    if (f->length != sizeof number)
        return 0;
    memcpy(&number, f->bytes, sizeof number);
    return le64toh(number);
}

char *field_text(const struct field *f)
{
    return must_copy(f->bytes, f->length);
}

void put_bytes(struct message *m, enum tag tag, const void *bytes, size_t length)
{
    size_t need = m->length + 8 + length;
    if (need > m->capacity) {
        m->capacity = need * 2;
        m->bytes = must_resize(m->bytes, m->capacity);
    }
    uint16_t le_tag = htole16((uint16_t)tag);
    uint32_t le_length = htole32((uint32_t)length);
    uint8_t *at = m->bytes + m->length;
    memset(at, 0, 8);
    memcpy(at, &le_tag, sizeof le_tag);
    memcpy(at + 4, &le_length, sizeof le_length);
    if (length)
        memcpy(at + 8, bytes, length);
    m->length = need;
}

void put_text(struct message *m, enum tag tag, const char *text)
{
    put_bytes(m, tag, text, strlen(text));
}

void put_number(struct message *m, enum tag tag, uint64_t number)
{
    uint64_t le = htole64(number);
    put_bytes(m, tag, &le, sizeof le);
}

int message_write(struct channel *c, enum frame_type type, struct message *m)
{
    int result = frame_write(c, (uint8_t)type, m->bytes, m->length);
    m->length = 0;
    return result;
}

int send_failure(struct channel *c, const struct failure *f)
{
    struct message m = {0};
    put_text(&m, T_STEP, f->step);
    put_number(&m, T_ERRNO, (uint64_t)f->errnum);
    put_text(&m, T_TEXT, f->text);
    int result = message_write(c, F_FAIL, &m);
    free(m.bytes);
    return result < 0 ? -1 : channel_flush(c);
}
