#include "launch.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text.h"

enum { OLDEST = 21, FAILED = 4 };

/* Of the file `release` of a Java home; 0 for what is none, or has no such
 * file. */
static int java_major(const char *home)
{
    char *java = text("%s/bin/java", home), *path = text("%s/release", home), *release = NULL;
    int major = 0;
    if (access(java, X_OK) == 0 && (release = content(path))) {
        const char *line = strstr(release, "JAVA_VERSION=\"");
        if (line && (line == release || line[-1] == '\n')) {
            line += strlen("JAVA_VERSION=\"");
            major = atoi(strncmp(line, "1.", 2) == 0 ? line + 2 : line);
        }
    }
    free(release);
    free(path);
    free(java);
    return major;
}

static char *java_on_path(void)
{
    const char *path = getenv("PATH");
    while (path && *path) {
        size_t length = strcspn(path, ":");
        char *link = text("%.*s/java", (int)length, path), *java;
        if (length > 0 && access(link, X_OK) == 0 && (java = realpath(link, NULL))) {
            free(link);
            size_t tail = strlen("/bin/java"), whole = strlen(java);
            if (whole <= tail || strcmp(java + whole - tail, "/bin/java") != 0)
                return NULL;
            java[whole - tail] = 0;
            return java;
        }
        free(link);
        path += length + (path[length] == ':');
    }
    return NULL;
}

/* Those of the usual places are left to the script, and so is saying what is
 * wrong. */
static char *find_java(int *major)
{
    const char *chosen = getenv("JAVA_HOME");
    char *home = chosen && *chosen ? text("%s", chosen) : java_on_path();
    *major = home ? java_major(home) : 0;
    return *major >= OLDEST ? home : NULL;
}

static char *distribution(void)
{
    static char self[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length < 0) {
        perror("jbuild: /proc/self/exe");
        exit(FAILED);
    }
    self[length] = 0;
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(self, '/');
        if (slash)
            *slash = 0;
    }
    return text("%s", self);
}

static char *archive(const char *home, int major)
{
    char *aot = text("%s/lib/jbuild.%d.aot", home, major), *jsa = text("%s/lib/jbuild.%d.jsa", home, major);
    if (access(aot, R_OK) == 0)
        return text("-XX:AOTCache=%s", aot);
    return access(jsa, R_OK) == 0 ? text("-XX:SharedArchiveFile=%s", jsa) : NULL;
}

char *launch_terminal(void)
{
    char size[64] = "";
    struct winsize window;
    if (isatty(2)) {
        int known = ioctl(2, TIOCGWINSZ, &window);
        if (known == 0)
            snprintf(size, sizeof size, "e %d %d", window.ws_row, window.ws_col);
        else
            snprintf(size, sizeof size, "e");
    }
    return text("%s%s%s", isatty(0) ? "i" : "", isatty(1) ? "o" : "", size);
}

/* The JVM decodes file names by the locale; under C or POSIX it would lose
 * every non-ASCII one. */
static void choose_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    static const char *const ends[] = {".UTF-8", ".utf8", ".UTF8", ".utf-8"};
    const char *locale = NULL;
    for (int i = 0; i < 3 && !(locale && *locale); i++)
        locale = getenv(names[i]);
    size_t length = locale ? strlen(locale) : 0;
    for (int i = 0; i < 4; i++) {
        size_t end = strlen(ends[i]);
        if (length >= end && strcmp(locale + length - end, ends[i]) == 0)
            return;
    }
    setenv("LC_ALL", "C.UTF-8", 1);
}

struct launch launch_find(void)
{
    int major = 0;
    struct launch launch = {.home = distribution()};
    launch.java_home = find_java(&major);
    if (launch.java_home)
        launch.archive = archive(launch.home, major);
    launch.terminal = launch_terminal();
    choose_locale();
    return launch;
}

struct words {
    char *list[256];
    int count;
};

static void word(struct words *words, char *value)
{
    if (words->count < 255)
        words->list[words->count++] = value;
}

/* lib/java-options has what is the same at every start; the script takes it,
 * too. */
static void options(const struct launch *launch, struct words *words)
{
    word(words, text("%s/bin/java", launch->java_home));
    word(words, text("@%s/lib/java-options", launch->home));
    if (launch->archive)
        word(words, launch->archive);
}

static void more_options(struct words *words)
{
    const char *more = getenv("JBUILD_JAVA_OPTS");
    char *rest = text("%s", more ? more : ""), *place;
    for (char *each = strtok_r(rest, " \t\n", &place); each; each = strtok_r(NULL, " \t\n", &place))
        word(words, each);
}

void launch_command(const struct launch *launch, char **arguments)
{
    char *script = text("%s/bin/jbuild.sh", launch->home);
    struct words words = {0};
    size_t count = 0;
    while (arguments[count])
        count++;
    char **all = calloc(count + 257, sizeof *all);
    if (!launch->java_home) {
        word(&words, text("sh"));
        word(&words, script);
    } else {
        const char *chosen = getenv("JBUILD_MAIN");
        options(launch, &words);
        word(&words, text("-Djbuild.terminal=%s", launch->terminal));
        more_options(&words);
        word(&words, text("-cp"));
        word(&words, text("%s/lib/jbuild-cli.jar", launch->home));
        word(&words, text("%s", chosen && *chosen ? chosen : "dev.jbuild.cli.Main"));
    }
    if (all) {
        memcpy(all, words.list, sizeof(char *) * (size_t)words.count);
        memcpy(all + words.count, arguments, sizeof(char *) * count);
        execv(launch->java_home ? words.list[0] : "/bin/sh", all);
    }
    fprintf(stderr, "jbuild: %s: %s\n", words.list[0], strerror(errno));
    exit(FAILED);
}

static char *setting(const char *name, const char *otherwise)
{
    const char *value = getenv(name);
    return text("%s", value && *value ? value : otherwise);
}

/* The commands bring their own environment. What is kept is where programs are
 * and who the user is. */
static char **server_environment(void)
{
    static const char *const kept[] = {"PATH", "HOME", "USER", "LOGNAME", "XDG_RUNTIME_DIR", "TMPDIR", "TZ"};
    static char *environment[10];
    int count = 0;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        const char *value = getenv(kept[i]);
        if (value)
            environment[count++] = text("%s=%s", kept[i], value);
    }
    environment[count] = text("LC_ALL=C.UTF-8");
    return environment;
}

void launch_server(const struct launch *launch, const char *socket, const char *build)
{
    struct words words = {0};
    options(launch, &words);
    word(&words, text("-Xms8m")); /* at most what JBUILD_SERVER_MEMORY may be */
    word(&words, text("-Xmx%s", setting("JBUILD_SERVER_MEMORY", "1g")));
    /* Java's own: what is run again and again is worth the second compiler. */
    word(&words, text("-XX:Tier4InvocationThreshold=5000"));
    word(&words, text("-XX:Tier4MinInvocationThreshold=600"));
    word(&words, text("-XX:Tier4CompileThreshold=15000"));
    word(&words, text("-XX:Tier4BackEdgeThreshold=40000"));
    word(&words, text("-Djdk.reflect.useNativeAccessorOnly=false"));
    word(&words, text("-XX:MinHeapFreeRatio=10"));
    word(&words, text("-XX:MaxHeapFreeRatio=30"));
    more_options(&words);
    word(&words, text("-cp"));
    word(&words, text("%s/lib/jbuild-cli.jar", launch->home));
    word(&words, text("dev.jbuild.cli.ServerMain"));
    word(&words, text("%s", socket));
    word(&words, text("%s", build));
    word(&words, setting("JBUILD_SERVER_IDLE", "900"));
    execve(words.list[0], words.list, server_environment());
}

static uint64_t with_file(uint64_t hash, char *path)
{
    struct stat file;
    hash = fnv(hash, path, strlen(path) + 1);
    if (stat(path, &file) == 0) {
        hash = fnv(hash, &file.st_ino, sizeof file.st_ino);
        hash = fnv(hash, &file.st_size, sizeof file.st_size);
        hash = fnv(hash, &file.st_mtim, sizeof file.st_mtim);
    }
    free(path);
    return hash;
}

uint64_t launch_build(const struct launch *launch)
{
    static const char *const settings[] = {"JBUILD_JAVA_OPTS", "JBUILD_SERVER_MEMORY", "JBUILD_SERVER_IDLE"};
    uint64_t hash = with_file(FNV_START, text("%s/lib/jbuild-cli.jar", launch->home));
    hash = with_file(hash, text("%s/lib/java-options", launch->home));
    hash = with_file(hash, text("%s/bin/java", launch->java_home));
    for (int i = 0; i < 3; i++) {
        char *value = setting(settings[i], "");
        hash = fnv(hash, value, strlen(value) + 1);
        free(value);
    }
    return hash;
}
