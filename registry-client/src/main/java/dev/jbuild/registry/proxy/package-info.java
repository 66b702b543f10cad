/** Proxies that are called by TLS or SOCKS, for a client that knows only plain ones. */
@NullMarked
package dev.jbuild.registry.proxy;

import org.jspecify.annotations.NullMarked;
