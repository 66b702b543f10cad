package dev.jbuild.builder.solve;

import dev.jbuild.builder.ops.Inputs;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a vertex.
 *
 * @param output what it would give, as far as that can be known: the result in the cache, else that
 *     of the last time
 * @param sure whether its inputs are certain, so that it would be taken from the cache for sure if
 *     {@code hit}
 * @param hit whether the cache has the result for these inputs, or nothing is to be done
 * @param known whether the output is the one that a build would give
 * @param parts the parts of the key for these inputs; empty for a source
 * @param files trees of the files that parts stand for
 */
public record Forecast(
    Inputs output,
    boolean sure,
    boolean hit,
    boolean known,
    SortedMap<String, String> parts,
    Map<String, String> files,
    @Nullable Miss miss) {}
