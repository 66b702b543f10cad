package dev.jbuild.executor;

import dev.jbuild.executor.wire.Frame;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** The numbers of a user in a root file system. */
record Account(long uid, long gid, List<Long> groups, String home) {
  Account {
    groups = List.copyOf(groups);
  }

  static Account parse(Frame frame) throws ProtocolException {
    long[] ids = new long[2];
    String[] home = {"/"};
    List<Long> groups = new ArrayList<>();
    frame.visit(
        (tag, value) -> {
          switch (tag) {
            case UID -> ids[0] = value.number();
            case GID -> ids[1] = value.number();
            case GROUP -> groups.add(value.number());
            case PATH -> home[0] = value.text();
            default -> throw new ProtocolException("an account has no " + tag);
          }
        });
    return new Account(ids[0], ids[1], groups, home[0]);
  }
}
