package dev.jbuild.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The flags of COPY, null where not given; values may hold variables. */
public record CopyFlags(
    @Nullable String from,
    @Nullable String chown,
    @Nullable String chmod,
    boolean link,
    boolean parents,
    List<String> exclude) {

  public static final CopyFlags NONE = new CopyFlags(null, null, null, false, false, List.of());

  public CopyFlags {
    exclude = List.copyOf(exclude);
  }
}
