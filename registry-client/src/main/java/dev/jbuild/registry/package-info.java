/**
 * A client of OCI registries: pulls and pushes manifests and blobs by the distribution
 * specification 1.1. What arrives is always checked against its digest, and what a registry says in
 * an error is capped, cleaned and freed of credentials before anybody sees it.
 */
@NullMarked
package dev.jbuild.registry;

import org.jspecify.annotations.NullMarked;
