package dev.jbuild.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The flags of ADD, null where not given; values may hold variables. */
public record AddFlags(
    @Nullable String chown,
    @Nullable String chmod,
    boolean link,
    List<String> exclude,
    RemoteFlags remote) {

  /**
   * The flags for remote sources.
   *
   * @param unpack null when not given: local archives are unpacked, remote ones not
   */
  public record RemoteFlags(
      @Nullable String checksum, @Nullable Boolean keepGitDir, @Nullable Boolean unpack) {}

  public static final AddFlags NONE =
      new AddFlags(null, null, false, List.of(), new RemoteFlags(null, null, null));

  public AddFlags {
    exclude = List.copyOf(exclude);
  }
}
