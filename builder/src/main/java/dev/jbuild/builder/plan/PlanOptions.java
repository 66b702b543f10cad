package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildContexts;
import dev.jbuild.builder.RunOptions;
import dev.jbuild.builder.StageOptions;

/** What a build is asked for that its plan depends on. */
public record PlanOptions(StageOptions stages, RunOptions run, BuildContexts contexts) {}
