package dev.jbuild.builder.oracle;

import java.util.Map;

/**
 * What the tag {@code base:1} means: the version of its file, of its variable, and of how it is cut
 * into layers, which changes no file.
 */
public record BaseImage(int content, int variable, int cut, boolean busybox) {
  static final String NAME = "base:1";
  static final String PASSWD = "root:x:0:0::/:/bin/sh\napp:x:11:22::/:/bin/sh\n";

  /** What it holds, busybox apart. */
  FileSet files() {
    FileSet files = new FileSet(Map.of());
    files.put("etc", Node.directory(0755));
    files.put("etc/passwd", Node.file(0644, PASSWD));
    files.put("base", Node.directory(0750));
    files.put("base/version", Node.file(0600, "version " + content));
    return files;
  }
}
