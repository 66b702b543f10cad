package dev.jbuild.cli.completion;

import java.util.ArrayList;
import java.util.List;

/** For bash 4 or newer, with or without the package bash-completion. */
final class BashScript {
  /**
   * Words are cut at blanks alone: bash itself also cuts at the colons of image names, and replaces
   * only what is behind the last of them.
   */
  private static final String FUNCTION =
      """
      _jbuild() {
        local line=${COMP_LINE:0:COMP_POINT} words cur prev path= commands options operands values word
        read -ra words <<<"$line"
        case $line in *' ') words+=('') ;; esac
        cur=${words[-1]} prev=${words[-2]}
        _jbuild_command ''
        local i
        for ((i = 1; i < ${#words[@]} - 1; i++)); do
          word=${words[i]}
          case " $commands " in
            *" $word "*) path=${path:+$path }$word && _jbuild_command "$path" ;;
          esac
        done
        case $cur in
          -*=*) _jbuild_value "$path" "${cur%%=*}" && cur=${cur#*=} ;;
          *) _jbuild_value "$path" "$prev" ;;
        esac
        if [ -z "$values" ]; then
          case $cur in
            -*) values=$options ;;
            *) values="$commands $operands" ;;
          esac
        fi
        COMPREPLY=()
        for word in $values; do
          case $word in
            @any) ;;
            @files) compopt -o filenames 2>/dev/null || :; mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$cur") ;;
            @directories) compopt -o filenames 2>/dev/null || :; mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -d -- "$cur") ;;
            @images) mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W "$(IMAGES)" -- "$cur") ;;
            "$cur"*) COMPREPLY+=("$word") ;;
          esac
        done
        case $cur in
          *:*) COMPREPLY=("${COMPREPLY[@]#"${cur%"${cur##*:}"}"}") ;;
        esac
      }
      complete -F _jbuild jbuild
      """;

  private BashScript() {}

  static String of(Completed program) {
    StringBuilder text = new StringBuilder("# Completes the command lines of jbuild in bash.\n");
    text.append("_jbuild_command() {\n  case $1 in\n");
    for (Completed command : program.all()) {
      text.append(command(command, program));
    }
    text.append("  esac\n}\n_jbuild_value() {\n  values=\n  case \"$1 $2\" in\n");
    for (Completed command : program.all()) {
      // 'jbuild -t app .' is 'jbuild build -t app .'
      for (Completed.Option option : options(command, program)) {
        if (!option.values().equals(Values.NONE)) {
          text.append(value(command.path(), option));
        }
      }
    }
    return text.append("  esac\n}\n").append(FUNCTION.replace("IMAGES", Shell.IMAGES)).toString();
  }

  private static List<Completed.Option> options(Completed command, Completed program) {
    List<Completed.Option> options = new ArrayList<>(command.options());
    if (command.path().isEmpty()) {
      program.commands().stream()
          .filter(each -> each.name().equals("build"))
          .forEach(build -> options.addAll(build.options()));
    }
    return options;
  }

  private static String command(Completed command, Completed program) {
    List<String> names =
        options(command, program).stream()
            .flatMap(option -> option.names().stream())
            .distinct()
            .toList();
    List<String> commands = command.commands().stream().map(Completed::name).toList();
    String operands = command.path().isEmpty() ? "@directories" : words(command.operands());
    return "    '%s') commands='%s' options='%s' operands='%s' ;;\n"
        .formatted(command.path(), String.join(" ", commands), String.join(" ", names), operands);
  }

  private static String value(String path, Completed.Option option) {
    List<String> cases =
        option.names().stream().map(name -> "'" + path + " " + name + "'").toList();
    return "    %s) values='%s' ;;\n".formatted(String.join(" | ", cases), words(option.values()));
  }

  private static String words(Values values) {
    return switch (values.kind()) {
      case NONE -> "";
      case ANY -> "@any";
      case WORDS -> String.join(" ", values.words());
      case FILES -> "@files";
      case DIRECTORIES -> "@directories";
      case IMAGES -> "@images";
    };
  }
}
