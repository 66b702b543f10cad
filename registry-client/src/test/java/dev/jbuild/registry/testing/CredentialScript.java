package dev.jbuild.registry.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Credential helpers written in shell, in a directory that is put before the PATH. */
public record CredentialScript(Path directory) {

  /** A helper that keeps credentials in files: one for each server, and a log of its calls. */
  public void keeper(String name) {
    write(
        name,
        """
        cd "$KEPT" || exit 9
        echo "$1" >> calls
        input=$(cat)
        file() { printf %s "$1" | tr -c 'a-z0-9' _; }
        case $1 in
          store)
            server=$(printf %s "$input" | sed 's/.*"ServerURL":"\\([^"]*\\)".*/\\1/')
            printf %s "$input" > "kept-$(file "$server")" ;;
          get|erase)
            kept=kept-$(file "$input")
            [ -e "$kept" ] || { echo credentials not found in native keychain; exit 1; }
            if [ "$1" = get ]; then cat "$kept"; else rm "$kept"; fi ;;
        esac
        """);
  }

  /** A helper of some lines of shell. */
  public void write(String name, String lines) {
    Path file = directory.resolve("docker-credential-" + name);
    try {
      Files.createDirectories(directory);
      Files.writeString(file, "#!/bin/sh\n" + lines);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException("write " + file, e);
    }
  }

  /** The variables that make the helpers found, and say where a keeper keeps. */
  public Map<String, String> environment() {
    return Map.of("PATH", directory + ":/usr/bin:/bin", "KEPT", directory.toString());
  }
}
