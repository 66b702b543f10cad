package dev.jbuild.builder.plan;

/** A file that a heredoc gives to a process, read-only, at an absolute path. */
public record InlineFile(String path, int mode, String text) {}
