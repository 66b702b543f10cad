package dev.jbuild.builder;

import dev.jbuild.oci.Descriptor;
import org.jspecify.annotations.Nullable;

/**
 * What became of an {@link Export}.
 *
 * @param text for people, such as {@code pushed localhost:5000/app:1@sha256:...}
 * @param pushed the manifest or index as it is in the registry now, null for no registry
 */
public record Exported(String text, @Nullable Descriptor pushed) {}
