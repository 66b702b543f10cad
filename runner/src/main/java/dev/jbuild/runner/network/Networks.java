package dev.jbuild.runner.network;

import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.NetworkClient;
import dev.jbuild.executor.NetworkUser;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The networks of a store: a directory for each, which appears whole by a rename. What they need at
 * run time is started with the first container, and gone with the last.
 */
public final class Networks {
  private static final String DESCRIPTION = "network.json";
  private static final int ID_BYTES = 32;
  private static final int SHORTEST_ID = 3;

  /** What {@code --network} means by itself; docker's own names are among them. */
  private static final Set<String> TAKEN = Set.of("host", "none", "private", "bridge", "default");

  private final Path root;
  private final NetworkClient client;

  /**
   * @param store root of the store
   * @param options say which native program it is
   */
  public Networks(Path store, AgentOptions options) {
    this.root = store.resolve("networks");
    this.client = new NetworkClient(options);
  }

  /** Whether a word of {@code --network} is no name of a network. */
  public static boolean isOwnWord(String word) {
    return TAKEN.contains(word);
  }

  /**
   * Makes a network.
   *
   * @throws NetworkException when there is one of that name, or its addresses are in use
   */
  public Network create(NetworkRequest request) throws IOException {
    if (TAKEN.contains(request.name())) {
      throw new NetworkException(
          "operation is not permitted on predefined " + request.name() + " network");
    }
    List<Network> others = list();
    byte[] id = new byte[ID_BYTES];
    new SecureRandom().nextBytes(id);
    Subnet subnet = FreeSubnet.choose(request.subnet(), others);
    String gateway = request.gateway() == null ? subnet.firstAddress() : request.gateway();
    Network network =
        new Network(
            request.name(),
            HexFormat.of().formatHex(id),
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            subnet,
            gateway,
            request.internal(),
            request.labels());
    store(network);
    return network;
  }

  private void store(Network network) throws IOException {
    Files.createDirectories(root);
    Path made =
        Files.createTempDirectory(
            root,
            ".new-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      Files.write(made.resolve(DESCRIPTION), network.json());
      Files.move(made, directory(network.name()), StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (Files.exists(directory(network.name()))) {
        throw new NetworkException("network with name " + network.name() + " already exists");
      }
      throw e;
    } finally {
      Files.deleteIfExists(made.resolve(DESCRIPTION));
      Files.deleteIfExists(made);
    }
  }

  /** All networks, by name. */
  public List<Network> list() throws IOException {
    List<Network> networks = new ArrayList<>();
    if (!Files.isDirectory(root)) {
      return networks;
    }
    try (DirectoryStream<Path> names = Files.newDirectoryStream(root, "[a-zA-Z0-9]*")) {
      for (Path name : names) {
        Network network = read(name);
        if (network != null) {
          networks.add(network);
        }
      }
    }
    networks.sort(Comparator.comparing(Network::name));
    return networks;
  }

  /**
   * The network of a name, or of the first digits of an id.
   *
   * @throws NetworkException when there is none, or several
   */
  public Network find(String word) throws IOException {
    List<Network> found =
        list().stream()
            .filter(
                each ->
                    each.name().equals(word)
                        || (word.length() >= SHORTEST_ID && each.id().startsWith(word)))
            .sorted(Comparator.comparing(each -> !each.name().equals(word)))
            .toList();
    if (found.isEmpty()) {
      throw new NetworkException("network " + word + " not found: jbuild network create " + word);
    }
    if (found.size() > 1 && !found.getFirst().name().equals(word)) {
      throw new NetworkException(
          "network " + word + " is ambiguous (" + found.size() + " matches)");
    }
    return found.getFirst();
  }

  /** Who uses the network now. */
  public List<NetworkUser> users(Network network) throws IOException {
    return client.users(directory(network.name()));
  }

  /**
   * Removes a network.
   *
   * @throws NetworkException naming the containers that use it
   */
  public void remove(Network network) throws IOException {
    if (!client.remove(directory(network.name()))) {
      throw new NetworkException(
          "network " + network.name() + " has active endpoints: " + words(users(network)));
    }
  }

  /** Removes the networks that nobody uses, and returns them. */
  public List<Network> prune() throws IOException {
    List<Network> removed = new ArrayList<>();
    for (Network network : list()) {
      if (client.remove(directory(network.name()))) {
        removed.add(network);
      }
    }
    return removed;
  }

  /** An address for a container that is about to start. */
  public NetworkPlace place(PlaceRequest request) throws IOException {
    Network network = find(request.network());
    Path directory = directory(network.name());
    return NetworkPlace.take(client, network, directory, request);
  }

  /**
   * Has the containers of a network find the one at an address by another name than before.
   *
   * @throws NetworkException when there is no such network
   */
  public void rename(String network, String address, String from, String to) throws IOException {
    client.rename(directory(find(network).name()), address, from, to);
  }

  private static String words(List<NetworkUser> users) {
    return String.join(
        ", ",
        users.stream()
            .map(
                user ->
                    user.names().isEmpty()
                        ? "one that is starting (" + user.address() + ")"
                        : user.names().getFirst() + " (" + user.address() + ")")
            .toList());
  }

  private Path directory(String name) {
    return root.resolve(name);
  }

  /** Null for one that is being removed. */
  private static @Nullable Network read(Path directory) throws IOException {
    Path file = directory.resolve(DESCRIPTION);
    try {
      return Network.parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return null;
    } catch (NetworkException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
