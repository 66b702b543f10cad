package dev.jbuild.builder.solve;

import dev.jbuild.builder.context.OpenContexts;
import dev.jbuild.builder.image.ImagePull;
import dev.jbuild.builder.ops.LazyAgent;
import dev.jbuild.builder.remote.RemoteAccess;
import dev.jbuild.builder.share.SharedCaches;
import dev.jbuild.cache.Store;

/** What vertices are run with. */
public record Solving(
    Store store,
    LazyAgent agent,
    RemoteAccess access,
    ImagePull images,
    SharedCaches shared,
    OpenContexts contexts,
    SolveOptions options) {}
