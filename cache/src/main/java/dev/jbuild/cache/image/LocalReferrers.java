package dev.jbuild.cache.image;

import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.OciFormatException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Manifests that refer to an image of the store, such as its SBOM: an image index for each image,
 * {@code referrers/<algorithm>-<hex>.json}, as registries without a list of referrers have one
 * under a tag. They are kept as long as the image is.
 */
public final class LocalReferrers {
  private static final String SUFFIX = ".json";

  private final StoreDirectory directory;
  private final Path place;

  public LocalReferrers(StoreDirectory directory) {
    this.directory = directory;
    this.place = directory.resolve("referrers");
  }

  /** Says what refers to an image from now on; the manifests are in the store already. */
  public void put(Digest subject, List<Descriptor> manifests) throws IOException {
    Files.createDirectories(place);
    directory.temporary().replace(file(subject), ImageIndex.of(manifests).raw(), true);
  }

  /** What refers to an image. A list that is damaged is none, with a warning. */
  public List<Descriptor> of(Digest subject) throws IOException {
    try {
      return ImageIndex.parse(Files.readAllBytes(file(subject))).manifests();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (OciFormatException e) {
      directory.warn(
          file(subject) + " is damaged (" + e.getMessage() + "): what refers to it is lost");
      return List.of();
    }
  }

  /** The images that something refers to. */
  public List<Digest> subjects() throws IOException {
    List<Digest> subjects = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(place, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString().replace(SUFFIX, "");
        int dash = name.indexOf('-');
        if (dash > 0) {
          subjects.add(new Digest(name.substring(0, dash), name.substring(dash + 1)));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return subjects;
  }

  /** Where the list of an image is, whether there is one or not. */
  public Path file(Digest subject) {
    return place.resolve(subject.algorithm() + "-" + subject.hex() + SUFFIX);
  }
}
