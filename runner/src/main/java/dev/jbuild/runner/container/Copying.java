package dev.jbuild.runner.container;

/**
 * How files are copied.
 *
 * @param keepOwners whether they keep their owners; else those in a container are root's, those of
 *     this machine the user's
 * @param follow whether a source that is a link stands for what it leads to
 * @param endsLikeDirectory whether the target was written with a slash at its end
 */
public record Copying(boolean keepOwners, boolean follow, boolean endsLikeDirectory) {}
