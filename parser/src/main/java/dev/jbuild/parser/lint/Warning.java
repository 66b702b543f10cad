package dev.jbuild.parser.lint;

import dev.jbuild.parser.ast.Location;

/** What a rule says about a place of a Dockerfile. */
public record Warning(Rule rule, Location location, String message) {}
