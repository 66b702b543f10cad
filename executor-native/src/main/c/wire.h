/* Wire protocol, version 1. Frame: u8 type, 3 zero bytes, u32 length, payload (all little endian). Payload: fields of
 * u16 tag, 2 zero bytes, u32 length, bytes; numbers are u64. The payload of STDIN, OUT, ERR and DATA is raw bytes.
 * The Java side of this file is dev.jbuild.executor.wire. */
#pragma once

#include "base.h"

#define WIRE_VERSION 1
#define FRAME_LIMIT (4U << 20)
#define DATA_CHUNK (128U << 10)
#define FRAME_HEAD 8U

enum frame_type {
    F_PROBE = 1,
    F_EXEC = 2,
    F_APPLY = 3,
    F_DIFF = 4,
    F_READ = 5,
    F_RENAME = 6,
    F_REMOVE = 7,
    F_MKDIRS = 8,
    F_CLAMP = 9,
    F_ACCOUNT = 10,
    F_PUT = 12,
    F_ENTER = 13,
    F_KILL = 14,
    F_GET = 15,
    F_STDIN = 16,
    F_STDIN_EOF = 17,
    F_SIGNAL = 18,
    F_RESIZE = 19,
    F_ENTRY = 24,
    F_DATA = 25,
    F_END = 26,
    F_DONE = 32,
    F_FAIL = 33,
    F_STARTED = 34,
    F_OUT = 35,
    F_ERR = 36,
    F_EXIT = 37,
    F_WARN = 38,
    F_STDIN_TAKEN = 39,
};

enum tag {
    T_PATH = 1,
    T_LOWER = 2,
    T_UPPER = 3,
    T_ARG = 4,
    T_ENV = 5,
    T_CWD = 6,
    T_USER = 7,
    T_HOSTNAME = 8,
    T_CAPS = 9,
    T_NO_NEW_PRIVS = 10,
    T_NETWORK = 11,
    T_TTY = 12,
    T_STDIN = 13,
    T_MOUNT = 14,
    T_FILE = 15,
    T_ROWS = 16,
    T_COLUMNS = 17,
    T_SOURCE = 18,
    T_KIND = 19,
    T_READ_ONLY = 20,
    T_MODE = 21,
    T_BYTES = 22,
    T_TO = 23,
    T_RLIMIT = 24,
    T_SHM_SIZE = 25,
    T_INSECURE = 26,
    T_DEVICE = 27,
    T_MEMORY = 28,
    T_CPU = 29,
    T_PIDS = 30,
    T_EMULATOR = 31,
    T_UID = 32,
    T_GID = 33,
    T_SECONDS = 34,
    T_NANOS = 35,
    T_SIZE = 36,
    T_LINK = 37,
    T_MAJOR = 38,
    T_MINOR = 39,
    T_XATTR_NAME = 40,
    T_XATTR_VALUE = 41,
    T_PORT = 42,
    T_FIRST = 43,
    T_LAST = 44,
    T_GROUP = 45,
    T_RUNTIME = 46,
    T_JOIN = 47,
    T_STEP = 48,
    T_ERRNO = 49,
    T_TEXT = 50,
    T_CODE = 51,
    T_SIGNALLED = 52,
    T_OOM = 53,
    T_WALL = 54,
    T_USER_TIME = 55,
    T_SYSTEM_TIME = 56,
    T_MAX_RSS = 57,
    T_PID = 58,
    T_FACT = 59,
    T_SOFT = 60,
    T_HARD = 61,
    T_LISTED = 70,
    T_DETACHED = 71,
    T_REMOVAL = 72,
    T_HEALTH = 73,
    T_REAPER = 74,
    T_RESTART = 75,
    T_FINAL = 76,
};

/* One connection with its read buffer; `out` gathers small frames until it is flushed. */
struct channel {
    int fd;
    size_t in_start, in_end;
    size_t out_length;
    uint8_t in[1 << 16];
    uint8_t out[DATA_CHUNK];
};

struct frame {
    uint8_t type;
    uint32_t length;
    uint8_t *payload; /* belongs to the frame, reused by the next read */
    size_t capacity;
};

struct cursor {
    const uint8_t *next, *end;
};

struct field {
    uint16_t tag;
    uint32_t length;
    const uint8_t *bytes;
};

struct message {
    uint8_t *bytes;
    size_t length, capacity;
};

struct channel *channel_new(int fd);
bool channel_has_input(const struct channel *c);
/* 1 = a frame, 0 = the peer closed, -1 = error (EPROTO: not this protocol). */
int frame_read(struct channel *c, struct frame *f);
int frame_write(struct channel *c, uint8_t type, const void *payload, size_t length);
/* Where the payload of a frame can be put in place, and how much of it has room; NULL when the channel is broken. */
uint8_t *frame_room(struct channel *c, size_t wanted, size_t *room);
/* Ends the frame whose payload was put there. */
void frame_fill(struct channel *c, uint8_t type, size_t length);
int channel_flush(struct channel *c);

struct cursor frame_fields(const struct frame *f);
/* 1 = a field, 0 = end, -1 = malformed (EPROTO). */
int field_next(struct cursor *c, struct field *f);
struct cursor field_fields(const struct field *f);
uint64_t field_number(const struct field *f);
char *field_text(const struct field *f); /* a copy; an embedded NUL ends it */

void put_bytes(struct message *m, enum tag tag, const void *bytes, size_t length);
void put_text(struct message *m, enum tag tag, const char *text);
void put_number(struct message *m, enum tag tag, uint64_t number);
int message_write(struct channel *c, enum frame_type type, struct message *m); /* empties the message */
int send_failure(struct channel *c, const struct failure *f);
