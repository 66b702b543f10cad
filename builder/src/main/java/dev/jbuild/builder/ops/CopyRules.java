package dev.jbuild.builder.ops;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.parser.value.ChmodMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What {@code --chown} and {@code --chmod} change of the attributes of copied files. */
record CopyRules(@Nullable Ownership owner, @Nullable ChmodMode mode) {

  /** The attributes of a copy of a file or directory. */
  Attributes apply(Attributes original, boolean directory) {
    Attributes changed = owned(original);
    return mode == null ? changed : changed.withMode(mode.apply(changed.mode(), directory));
  }

  /** The attributes of a copy of a link, which has no mode. */
  Attributes owned(Attributes original) {
    return owner == null ? original : original.withOwner(owner.uid(), owner.gid());
  }

  /** The attributes of a directory that is only made because something goes into it. */
  Attributes implied(Instant now) {
    int bits = mode != null && mode.octal() ? mode.apply(0755, true) : 0755;
    return owned(Attributes.of(bits, 0, 0, now));
  }
}
