package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.ImageReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Sends the layers of an image that is still being built: each is compressed and uploaded while
 * later steps run. The registry has blobs that nothing refers to until the push at the end, which
 * finds them there; a layer that could not be sent is tried again by it, and told by it. Safe for
 * threads.
 */
public final class PushAhead implements AutoCloseable {
  /** The steps that still run need the cores as well. */
  private static final int AT_ONCE = 2;

  private final ImagePush push;
  private final List<ImageReference> targets;
  private final OutgoingForm form;
  private final BuildListener listener;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("ahead-", 0).factory());
  private final Set<DiffId> begun = new HashSet<>();
  private final Set<ImageReference> failing = ConcurrentHashMap.newKeySet();
  private volatile boolean cancelled;

  /**
   * @param targets names of the image; the layers go into each repository once
   */
  public PushAhead(
      ImagePush push,
      Collection<ImageReference> targets,
      OutgoingForm form,
      BuildListener listener) {
    this.push = push;
    this.targets = repositories(targets);
    this.form = form;
    this.listener = listener;
  }

  private static List<ImageReference> repositories(Collection<ImageReference> names) {
    List<ImageReference> repositories = new ArrayList<>();
    for (ImageReference name : names) {
      if (repositories.stream().noneMatch(other -> LocalNames.sameRepository(other, name))) {
        repositories.add(name);
      }
    }
    return repositories;
  }

  /** Begins to send a layer, unless that was done; {@code listed} is how the image lists it. */
  public synchronized void layer(DiffId layer, Descriptor listed) {
    if (begun.add(layer)) {
      for (ImageReference target : targets) {
        threads.execute(() -> send(target, layer, listed));
      }
    }
  }

  /** What a registry did not take once is left to the push at the end, with what follows. */
  private void send(ImageReference target, DiffId layer, Descriptor listed) {
    if (failing.contains(target)) {
      return;
    }
    try {
      push.ahead(target, layer, listed, form);
    } catch (IOException | BuildException e) {
      if (!cancelled && failing.add(target)) {
        listener.warning(
            "layers are sent when the image is complete and not before: " + e.getMessage(), null);
      }
    }
  }

  /** Waits for the layers that are under way. */
  public void finish() {
    threads.close();
  }

  /** Ends the transfers that are under way. */
  @Override
  public void close() {
    cancelled = true;
    threads.shutdownNow();
    threads.close();
  }
}
