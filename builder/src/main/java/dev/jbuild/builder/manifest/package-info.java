/** Image indexes that users put together of images that registries have ("manifest lists"). */
@NullMarked
package dev.jbuild.builder.manifest;

import org.jspecify.annotations.NullMarked;
