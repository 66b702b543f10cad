package dev.jbuild.parser.instruction;

import dev.jbuild.parser.ast.RunDevice;
import java.util.Locale;

/** Reads the {@code --device} of RUN: {@code name[,required]} or {@code name=...,required=...}. */
final class DeviceReader {
  private DeviceReader() {}

  static RunDevice read(String text) throws InvalidInstructionException {
    String name = "";
    boolean required = false;
    for (String field : text.split(",", -1)) {
      int equals = field.indexOf('=');
      String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
      String value = equals < 0 ? "" : field.substring(equals + 1);
      if (key.equals("required")) {
        required = equals < 0 || isTrue(key, value);
      } else if (equals >= 0 && key.equals("name")) {
        if (!name.isEmpty()) {
          throw new InvalidInstructionException("device name already set to " + name);
        }
        name = value;
      } else if (name.isEmpty()) {
        name = field;
      } else {
        throw new InvalidInstructionException(
            equals < 0
                ? "invalid field '" + field + "' must be a key=value pair"
                : "unexpected key '" + key + "' in '" + field + "'");
      }
    }
    return new RunDevice(name, required);
  }

  private static boolean isTrue(String key, String value) throws InvalidInstructionException {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> throw new InvalidInstructionException("invalid value for " + key + ": " + value);
    };
  }
}
