package dev.jbuild.executor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Main program of {@link NestedTest}: three steps, each on the layers of those before. */
final class NestedBuild {
  private static final List<String> STEPS =
      List.of(
          "mkdir /a; echo one > /a/f; chown 33:44 /a/f; rm /etc/group",
          "cat /a/f; echo two >> /a/f; mv /a /b; test ! -e /etc/group && echo gone",
          "cat /b/f; stat -c %u:%g /b/f; test ! -e /a && echo moved; ls / | grep -c busy");

  private NestedBuild() {}

  @SuppressWarnings("SystemOut") // this program's result is its output
  public static void main(String[] args) throws Exception {
    try (Sandbox sandbox = new Sandbox(Path.of(args[0]), Isolation.AUTO)) {
      System.out.println(sandbox.agent.info().isolation().word());
      System.out.println(sandbox.agent.info().weaker());
      List<Path> layers = new ArrayList<>(List.of(sandbox.base));
      for (String step : STEPS) {
        Path upper = sandbox.state.resolve("upper" + layers.size());
        ContainerSpec spec =
            ContainerSpec.of(layers, upper, ProcessSpec.of("/bin/sh", "-c", step))
                .withNetwork(NetworkMode.HOST);
        System.out.print(sandbox.run(spec).out());
        layers.add(upper);
      }
      for (Path upper : layers.subList(1, layers.size())) {
        System.out.println(
            String.join(" ", Layer.of(sink -> sandbox.agent.diff(upper, sink)).paths()));
      }
      sandbox.log.forEach(System.out::println);
    }
  }
}
