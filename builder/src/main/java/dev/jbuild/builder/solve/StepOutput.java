package dev.jbuild.builder.solve;

import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.StepInfo;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Hands what a process writes to the listener. */
final class StepOutput extends OutputStream {
  private final BuildListener listener;
  private final @Nullable StepInfo step;
  private final BuildListener.Stream stream;

  StepOutput(BuildListener listener, @Nullable StepInfo step, BuildListener.Stream stream) {
    this.listener = listener;
    this.step = step;
    this.stream = stream;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (step != null && length > 0) {
      listener.stepOutput(step, stream, Arrays.copyOfRange(bytes, offset, offset + length));
    }
  }
}
