package dev.jbuild.builder;

/**
 * A shared cache to write after a build.
 *
 * @param everything whether all steps go there, else only those whose layers the image has
 * @param required whether a failure is one of the build, else it is a warning
 */
public record CacheExport(CachePlace place, boolean everything, boolean required) {}
