package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildContexts;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.RunOptions;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.oci.ContainerConfig;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import dev.jbuild.parser.Diagnostic;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.ast.AddInstruction;
import dev.jbuild.parser.ast.CopyInstruction;
import dev.jbuild.parser.ast.Instruction;
import dev.jbuild.parser.ast.RunInstruction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Instructions that are given outside of a Dockerfile, to configure an image that is imported. */
public final class ConfigChanges {
  private ConfigChanges() {}

  /**
   * What the instructions make of an image from scratch, as {@code docker import --change} does.
   *
   * @param changes an instruction each, such as {@code CMD ["/bin/sh"]} or {@code ENV A=b}
   * @throws BuildException when one is wrong, or is one that changes files
   */
  public static ContainerConfig config(List<String> changes)
      throws BuildException, InterruptedException {
    for (String change : changes) {
      check(change);
    }
    Dockerfile file = parse(String.join("\n", changes));
    return Planner.plan(
            file,
            new Excerpts(file.name(), file.source()),
            new PlanOptions(
                StageOptions.defaults(),
                RunOptions.DEFAULT,
                BuildContexts.of(new ContextSource.Empty())),
            new NoImages())
        .image()
        .config();
  }

  private static Dockerfile parse(String instructions) {
    String text = "FROM scratch\n" + instructions + "\n";
    return Dockerfile.parse(text.getBytes(StandardCharsets.UTF_8), "change");
  }

  private static void check(String change) throws BuildException {
    Dockerfile file = parse(change);
    for (Diagnostic error : file.errors()) {
      throw wrong(change, error.message());
    }
    List<Instruction> instructions = file.stages().getFirst().instructions();
    if (file.stages().size() != 1 || instructions.size() != 1) {
      throw wrong(change, "exactly one instruction is expected, and no FROM");
    }
    switch (instructions.getFirst()) {
      case RunInstruction run -> throw wrong(change, "RUN changes files, not the config");
      case CopyInstruction copy -> throw wrong(change, "COPY changes files, not the config");
      case AddInstruction add -> throw wrong(change, "ADD changes files, not the config");
      default -> {}
    }
  }

  private static BuildException wrong(String change, String message) {
    return new BuildException(
        Kind.USER, null, "cannot apply the change \"" + change + "\": " + message);
  }

  /** {@code FROM scratch} needs none. */
  private static final class NoImages implements BaseImages {
    @Override
    public ResolvedImage resolve(ImageReference reference, Platform platform) {
      throw new IllegalStateException("scratch needs no image");
    }

    @Override
    public ResolvedImage resolve(
        ContextSource.OciLayout layout, ImageReference name, Platform platform) {
      throw new IllegalStateException("scratch needs no image");
    }
  }
}
