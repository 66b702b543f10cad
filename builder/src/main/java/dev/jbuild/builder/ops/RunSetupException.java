package dev.jbuild.builder.ops;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a RUN asks for is not there, so that its process was not started. */
public final class RunSetupException extends IOException {
  private static final long serialVersionUID = 1L;

  public RunSetupException(String message) {
    super(message);
  }

  public RunSetupException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
