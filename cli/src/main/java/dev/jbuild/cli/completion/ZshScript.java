package dev.jbuild.cli.completion;

import java.util.ArrayList;
import java.util.List;

/** For zsh 5, as a file {@code _jbuild} in its fpath. */
final class ZshScript {
  private final StringBuilder text = new StringBuilder();

  private ZshScript() {}

  static String of(Completed program) {
    ZshScript script = new ZshScript();
    script.text.append("#compdef jbuild\n# Completes the command lines of jbuild in zsh.\n");
    script.text.append("__jbuild_images() {\n  local -a images\n");
    script.text.append("  images=(${(f)\"$(" + Shell.IMAGES + ")\"})\n");
    script.text.append("  compadd -a images\n}\n");
    program.all().forEach(script::function);
    // The file is the function itself when zsh loads it, and defines it when it is sourced.
    script.text.append("if [ \"$funcstack[1]\" = _jbuild ]; then\n  _jbuild \"$@\"\n");
    return script.text.append("else\n  compdef _jbuild jbuild\nfi\n").toString();
  }

  private static String function(String path) {
    return path.isEmpty() ? "_jbuild" : "_jbuild_" + path.replace(' ', '_').replace('-', '_');
  }

  private void function(Completed command) {
    text.append(function(command.path())).append("() {\n");
    List<String> specs = new ArrayList<>();
    command.options().forEach(option -> specs.addAll(specs(option)));
    if (command.commands().isEmpty()) {
      specs.add(quoted("*:operand:" + action(command.operands())));
      text.append("  _arguments -s").append(lines(specs)).append("}\n");
      return;
    }
    specs.add("'1: :->command'");
    specs.add("'*:: :->rest'");
    text.append("  local state line\n  _arguments -C").append(lines(specs));
    text.append("  case $state in\n    command)\n      local -a commands\n      commands=(\n");
    for (Completed each : command.commands()) {
      String described = each.name() + ":" + each.description();
      text.append("        ").append(quoted(described)).append('\n');
    }
    text.append("      )\n      _describe command commands\n      ;;\n");
    text.append("    rest)\n      case $line[1] in\n");
    for (Completed each : command.commands()) {
      text.append("        %s) %s ;;\n".formatted(each.name(), function(each.path())));
    }
    text.append("      esac\n      ;;\n  esac\n}\n");
  }

  private static String lines(List<String> specs) {
    return " \\\n    " + String.join(" \\\n    ", specs) + "\n";
  }

  private static List<String> specs(Completed.Option option) {
    List<String> specs = new ArrayList<>();
    for (String name : option.names()) {
      boolean valued = !option.values().equals(Values.NONE);
      String sign = name.startsWith("--") ? "=" : "+";
      String spec = "*" + name + (valued ? sign : "") + "[" + escaped(option.description()) + "]";
      specs.add(quoted(valued ? spec + ":value:" + action(option.values()) : spec));
    }
    return specs;
  }

  private static String action(Values values) {
    return switch (values.kind()) {
      case NONE, ANY -> " ";
      case WORDS -> "(" + String.join(" ", values.words()) + ")";
      case FILES -> "_files";
      case DIRECTORIES -> "_files -/";
      case IMAGES -> "__jbuild_images";
    };
  }

  private static String escaped(String description) {
    return description.replaceAll("([\\[\\]:\\\\])", "\\\\$1");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
