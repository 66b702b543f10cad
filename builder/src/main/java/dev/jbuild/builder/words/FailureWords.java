package dev.jbuild.builder.words;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What failures of input and output say to people. */
public final class FailureWords {
  private FailureWords() {}

  /** File systems put only the path into some messages, and leave the rest to the class. */
  public static String of(IOException failure) {
    if (failure instanceof FileSystemException file) {
      return file.getFile() == null ? reason(file) : file.getFile() + ": " + reason(file);
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /** Why, without the file. */
  public static String reason(FileSystemException failure) {
    return switch (failure) {
      case NoSuchFileException missing -> "no such file or directory";
      case AccessDeniedException denied -> "permission denied";
      case FileAlreadyExistsException there -> "it exists already";
      default ->
          failure.getReason() == null ? failure.getClass().getSimpleName() : failure.getReason();
    };
  }
}
