package dev.jbuild.builder.oracle;

/**
 * A file of a context or an image. {@code data} is a regular file's content with a character a byte
 * (ISO 8859-1), or where a link leads.
 */
public record Node(Kind kind, int mode, long uid, long gid, String data) {
  private static final int SHOWN = 40;

  public enum Kind {
    DIRECTORY,
    FILE,
    LINK
  }

  static Node directory(int mode) {
    return new Node(Kind.DIRECTORY, mode, 0, 0, "");
  }

  static Node file(int mode, String data) {
    return new Node(Kind.FILE, mode, 0, 0, data);
  }

  static Node link(String target) {
    return new Node(Kind.LINK, 0777, 0, 0, target);
  }

  boolean isDirectory() {
    return kind == Kind.DIRECTORY;
  }

  Node withMode(int value) {
    return new Node(kind, value, uid, gid, data);
  }

  Node withOwner(long newUid, long newGid) {
    return new Node(kind, mode, newUid, newGid, data);
  }

  Node withData(String value) {
    return new Node(kind, mode, uid, gid, value);
  }

  /** Long contents are shown by their size. */
  @Override
  public String toString() {
    String shown = data.length() > SHOWN ? "#" + data.hashCode() + " " + data.length() : data;
    return kind + " %04o %d:%d \"%s\"".formatted(mode, uid, gid, shown);
  }
}
