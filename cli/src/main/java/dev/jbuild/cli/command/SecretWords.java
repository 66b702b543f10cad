package dev.jbuild.cli.command;

import dev.jbuild.builder.SecretSource;
import dev.jbuild.builder.words.CsvLine;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Host;
import dev.jbuild.oci.layer.ByteString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of {@code --secret}, as buildx has them; {@code cmd=} is ours. */
final class SecretWords {
  private static final int LARGEST = 500 * 1024;

  private final Host host;

  SecretWords(Host host) {
    this.host = host;
  }

  Map<String, SecretSource> read(List<String> words) throws CommandException {
    Map<String, SecretSource> secrets = new LinkedHashMap<>();
    for (String word : words) {
      Fields fields = fields(word);
      if (fields.id == null || fields.id.isEmpty()) {
        throw wrong("secret missing ID: --secret id=NAME,src=FILE", word);
      }
      secrets.put(fields.id, source(fields, fields.id, word));
    }
    return secrets;
  }

  /** What one word says. */
  private static final class Fields {
    private String type = "";
    private @Nullable String id;
    private @Nullable String source;
    private @Nullable String variable;
    private @Nullable String command;
  }

  private static Fields fields(String word) throws CommandException {
    Fields fields = new Fields();
    for (String field : CsvLine.split(word)) {
      int equals = field.indexOf('=');
      if (equals < 0) {
        throw wrong(
            "invalid field '" + field + "' must be a key=value pair, as in id=NAME,src=FILE", word);
      }
      String value = field.substring(equals + 1);
      String key = field.substring(0, equals).toLowerCase(Locale.ROOT);
      switch (key) {
        case "type" -> fields.type = value;
        case "id" -> fields.id = value;
        case "source", "src" -> fields.source = value;
        case "env" -> fields.variable = value;
        case "cmd", "command" -> fields.command = value;
        default ->
            throw wrong(
                "unexpected key '" + key + "' in '" + field + "': id, type, src, env or cmd", word);
      }
    }
    switch (fields.type) {
      case "", "file" -> {}
      case "env" -> {
        fields.variable = fields.variable == null ? fields.source : fields.variable;
        fields.source = null;
      }
      case "cmd", "command" -> {
        fields.command = fields.command == null ? fields.source : fields.command;
        fields.source = null;
      }
      default -> throw wrong("unsupported secret type \"" + fields.type + "\"", word);
    }
    return fields;
  }

  /** An id alone is a variable's name, or else a file's. */
  private SecretSource source(Fields fields, String id, String word) throws CommandException {
    if (fields.command != null) {
      host.caller().needOwnProcess("--secret with a command");
      return new SecretSource.Command(fields.command);
    }
    if (fields.variable != null) {
      return variable(fields.variable);
    }
    if (fields.source == null && host.variable(id) != null) {
      return variable(id);
    }
    String name = fields.source == null ? id : fields.source;
    Path file = host.path(name);
    if (!Files.exists(file)) {
      throw wrong("failed to stat " + name + ": no such file or directory", word);
    }
    if (Files.isRegularFile(file) && file.toFile().length() > LARGEST) {
      throw wrong("secret " + id + " too big. max size 500KB", word);
    }
    return new SecretSource.File(file);
  }

  private SecretSource variable(String name) {
    String value = host.variable(name);
    byte[] bytes = (value == null ? "" : value).getBytes(StandardCharsets.UTF_8);
    return new SecretSource.Value(ByteString.of(bytes));
  }

  /** The word is not told whole: who mixes it up may have put the secret itself there. */
  private static CommandException wrong(String message, String word) {
    int comma = word.indexOf(',');
    String shown = comma < 0 ? "--secret: " : "--secret " + word.substring(0, comma) + ",...: ";
    return new CommandException(ExitCode.USAGE, shown + message);
  }
}
