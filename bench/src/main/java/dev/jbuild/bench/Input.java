package dev.jbuild.bench;

import java.nio.charset.StandardCharsets;

/** Dockerfiles of any size: {@code repeated} after {@code start}. */
public enum Input {
  /** What stages are made of: about 26 instructions in a kilobyte. */
  MIXED(
      "",
      """
      FROM alpine:3.20 AS base
      ENV PATH=/opt/app/bin:$PATH GREETING="hello world"
      # Fetch what the build needs.
      RUN --mount=type=cache,target=/var/cache/apk apk add --no-cache build-base curl && \\
          rm -rf /tmp/*
      WORKDIR /app
      COPY --from=base --chown=1000:1000 package.json package-lock.json ./
      RUN make install PREFIX=/usr/local
      LABEL org.opencontainers.image.source="https://example.org/app"
      ARG VERSION=1.2.3
      EXPOSE 8080/tcp
      CMD ["node", "server.js"]
      """),
  RUNS("FROM a\n", "RUN apt-get install -y something\n"),
  VARIABLES("FROM a\n", "ENV a=b\n"),
  HEREDOCS("FROM a\n", "RUN <<EOF\nset -e\nmake install\nEOF\n"),
  ONE_COMMAND("FROM a\nRUN true", " && \\\n    make install"),
  COMMENTS("FROM a\n", "# some words about what comes next\n"),
  UNTERMINATED("FROM a\n", "RUN <<E\n"),
  UNKNOWN("FROM a\n", "RUM x\n"),
  TRIGGERS("FROM a\n", "ONBUILD "),
  BRACKETS("FROM a\nRUN ", "[\\\n"),
  SUBSTITUTIONS("FROM a\nENV a=", "${x:-\\\n"),
  ESCAPES("FROM a\nRUN ", "\\\n"),
  QUOTES("FROM a\nENV ", "a=\"'\\\n"),
  WIDE("FROM a\n", "RUN \u4e2d\u6587\u0410\u00e9\n");

  private final String start;
  private final String repeated;

  Input(String start, String repeated) {
    this.start = start;
    this.repeated = repeated;
  }

  byte[] ofSize(int bytes) {
    int unit = repeated.getBytes(StandardCharsets.UTF_8).length;
    String text = start + repeated.repeat(Math.max(1, (bytes - start.length()) / unit));
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
