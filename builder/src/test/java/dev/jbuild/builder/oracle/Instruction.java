package dev.jbuild.builder.oracle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The instructions that projects are made of; {@code text} is the line of the Dockerfile. */
sealed interface Instruction {
  String text();

  /** COPY, or ADD of what may be an archive; {@code from} names a stage, null for the context. */
  record Copy(
      boolean add,
      @Nullable String from,
      @Nullable String chown,
      @Nullable String chmod,
      List<String> excludes,
      List<String> sources,
      String destination)
      implements Instruction {
    public Copy {
      excludes = List.copyOf(excludes);
      sources = List.copyOf(sources);
    }

    @Override
    public String text() {
      StringBuilder text = new StringBuilder(add ? "ADD" : "COPY");
      if (from != null) {
        text.append(" --from=").append(from);
      }
      if (chown != null) {
        text.append(" --chown=").append(chown);
      }
      if (chmod != null) {
        text.append(" --chmod=").append(chmod);
      }
      excludes.forEach(pattern -> text.append(" --exclude=").append(pattern));
      sources.forEach(source -> text.append(' ').append(source));
      return text.append(' ').append(destination).toString();
    }
  }

  record Workdir(String path) implements Instruction {
    @Override
    public String text() {
      return "WORKDIR " + path;
    }
  }

  record Env(String name, String value) implements Instruction {
    @Override
    public String text() {
      return "ENV " + name + "=" + value;
    }
  }

  record Arg(String name, @Nullable String defaultValue) implements Instruction {
    @Override
    public String text() {
      return "ARG " + name + (defaultValue == null ? "" : "=" + defaultValue);
    }
  }

  record User(String name) implements Instruction {
    @Override
    public String text() {
      return "USER " + name;
    }
  }

  /** One that only changes the image config: LABEL, CMD, EXPOSE and the like. */
  record Metadata(String text) implements Instruction {}

  record Onbuild(Instruction trigger) implements Instruction {
    @Override
    public String text() {
      return "ONBUILD " + trigger.text();
    }
  }

  /** A RUN as root of one of the commands that the model knows. */
  record Run(Command command, String argument, int number) implements Instruction {
    enum Command {
      /** Writes all variables that begin with A or E. */
      VARIABLES,
      /** Copies a file. */
      READ,
      /** Removes a directory. */
      REMOVE,
      /** Changes nothing. */
      NOTHING
    }

    String output() {
      return "runs/" + number;
    }

    @Override
    public String text() {
      return "RUN " + script();
    }

    String script() {
      String write = "mkdir -p /runs && cat " + argument + " > /" + output();
      return switch (command) {
        case VARIABLES ->
            "mkdir -p /runs && env | grep '^[AE][0-9]=' | sort > /" + output() + " || true";
        case READ -> write;
        case REMOVE -> "rm -rf " + argument;
        case NOTHING -> ": " + argument;
      };
    }
  }
}
