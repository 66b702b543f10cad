package dev.jbuild.cache.layer;

import org.jspecify.annotations.Nullable;

/** What the extended headers before an entry say of it. */
final class TarItem {
  PaxRecords pax = new PaxRecords();
  byte @Nullable [] longName;
  byte @Nullable [] longLink;

  byte[] name(TarBlock block) {
    byte[] fromPax = pax.path();
    if (fromPax != null) {
      return fromPax;
    }
    return longName != null ? longName : block.name();
  }

  byte[] link(TarBlock block) {
    byte[] fromPax = pax.link();
    if (fromPax != null) {
      return fromPax;
    }
    return longLink != null ? longLink : block.link();
  }

  long size(TarBlock block) throws TarException {
    return pax.number("size", block.size());
  }
}
