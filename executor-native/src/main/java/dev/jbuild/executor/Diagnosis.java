package dev.jbuild.executor;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One kind of isolation, tried out with a container of its own.
 *
 * @param failure why a container cannot start with it and what would help, empty when it can
 * @param facts what the helper found out, by name, as {@link Agent#probe()} gives them; empty when
 *     it did not start
 */
public record Diagnosis(Isolation isolation, String failure, SortedMap<String, String> facts) {
  private static final int NOT_FOUND = 127;

  public Diagnosis {
    facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
  }

  public boolean works() {
    return failure.isEmpty();
  }

  /**
   * Tries all kinds, strongest first.
   *
   * @param options their isolation does not matter
   */
  public static List<Diagnosis> all(AgentOptions options) throws InterruptedException {
    List<Diagnosis> all = new ArrayList<>();
    for (Isolation isolation : Isolation.values()) {
      if (isolation != Isolation.AUTO) {
        all.add(of(options.withIsolation(isolation)));
      }
    }
    return all;
  }

  /** Tries {@link Isolation#AUTO}, too; the isolation is then what it chose, if it works. */
  public static Diagnosis of(AgentOptions options) throws InterruptedException {
    SortedMap<String, String> facts = new TreeMap<>();
    try (Agent agent = Agent.start(options)) {
      facts.putAll(agent.probe());
      // Everything is set up before it turns out that there is no such program.
      ContainerSpec nothing =
          ContainerSpec.of(List.of(), null, ProcessSpec.of("/nothing"))
              .withNetwork(NetworkMode.HOST);
      OutputStream nowhere = OutputStream.nullOutputStream();
      ExecResult result = agent.exec(nothing, ExecIo.of(nowhere, nowhere));
      return new Diagnosis(
          agent.info().isolation(),
          result.exitCode() == NOT_FOUND ? "" : "a container ended with " + result,
          facts);
    } catch (ExecutorException e) {
      return new Diagnosis(options.isolation(), String.valueOf(e.getMessage()), facts);
    }
  }
}
