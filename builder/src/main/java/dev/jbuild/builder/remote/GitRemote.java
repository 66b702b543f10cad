package dev.jbuild.builder.remote;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/** Talks to the server of one repository, over http, https, ssh or the git protocol. */
final class GitRemote {
  private static final int TIMEOUT_SECONDS = 60;
  private static final List<String> ALL =
      List.of("+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*");

  private final GitAddress address;
  private final RemoteAccess access;
  private final boolean asked;

  /**
   * @param asked whether the user or the Dockerfile names the server, and not only a repository
   */
  GitRemote(GitAddress address, RemoteAccess access, boolean asked) {
    IsolatedSystem.install();
    this.address = address;
    this.access = access;
    this.asked = asked;
  }

  /** Speaks with the server. */
  private interface Talk<T> {
    T with(Transport transport) throws IOException;
  }

  /**
   * @param repository where what is fetched goes, null when nothing is
   */
  private <T> T talk(@Nullable Repository repository, Talk<T> talk) throws IOException {
    SshSession ssh = null;
    try {
      access.proxies().checkOnline();
      URIish uri = new URIish(address.remote());
      if (!address.isSsh()) {
        return talk(uri, repository, null, talk);
      }
      SshSession session = new SshSession(access.ssh(), uri);
      ssh = session;
      return session.run(() -> talk(uri, repository, session, talk));
    } catch (URISyntaxException | NotSupportedException e) {
      throw new RemoteException(shown() + ": " + e.getMessage(), e);
    } catch (TransportException e) {
      throw new RemoteException(shown() + ": " + reason(e, ssh), e);
    }
  }

  private <T> T talk(
      URIish uri, @Nullable Repository repository, @Nullable SshSession ssh, Talk<T> talk)
      throws IOException {
    try (Transport transport =
        repository == null ? Transport.open(uri) : Transport.open(repository, uri)) {
      transport.setTimeout(TIMEOUT_SECONDS);
      transport.setTagOpt(TagOpt.NO_TAGS);
      if (transport instanceof TransportHttp http) {
        http.setHttpConnectionFactory(connections());
      } else if (transport instanceof SshTransport secure) {
        secure.setSshSessionFactory(ssh);
      }
      return talk.with(transport);
    }
  }

  private String shown() {
    return address.shown();
  }

  private Connections connections() throws IOException {
    URI server = HttpAddress.parse(address.remote());
    return new Connections(access.proxies(), server, access.credentials().git(server, asked));
  }

  private static String reason(TransportException e, @Nullable SshSession ssh) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof RemoteException own) {
        return String.valueOf(own.getMessage());
      }
    }
    String complaint = ssh == null ? "" : ssh.complaint();
    if (complaint.contains("Host key verification failed")) {
      return complaint + "; connect once with ssh, or add the host's key to known_hosts";
    }
    if (!complaint.isEmpty()) {
      return complaint;
    }
    // The address stands in front of the reason, with its user.
    String text = String.valueOf(e.getMessage());
    int end = text.indexOf(".git: ");
    return end < 0 ? text : text.substring(end + 6);
  }

  /**
   * The commit that a ref means, a branch before a tag of the same name.
   *
   * @return the commit, and before it what the ref names when that is an annotated tag
   */
  List<ObjectId> resolve(String ref) throws IOException {
    Map<String, Ref> all =
        talk(
            null,
            transport -> {
              try (FetchConnection connection = transport.openFetch()) {
                return connection.getRefsMap();
              }
            });
    List<String> names =
        ref.equals("HEAD")
            ? List.of(ref)
            : List.of(
                "refs/" + ref.replaceFirst("^refs/", ""), "refs/heads/" + ref, "refs/tags/" + ref);
    for (String name : names) {
      Optional<Ref> found = Optional.ofNullable(all.get(name));
      if (found.isPresent() && found.get().getObjectId() != null) {
        ObjectId peeled = found.get().getPeeledObjectId();
        ObjectId id = found.get().getObjectId();
        return peeled == null ? List.of(id) : List.of(id, peeled);
      }
    }
    throw new RemoteException(shown() + ": repository does not contain ref " + ref);
  }

  /** Fetches a commit without its history, or with it from a server that cannot do that. */
  void fetch(Repository repository, ObjectId commit) throws IOException {
    try {
      talk(
          repository,
          transport -> {
            transport.setDepth(1);
            return transport.fetch(
                NullProgressMonitor.INSTANCE, List.of(new RefSpec(commit.name())));
          });
    } catch (RemoteException refused) {
      fetchAll(repository, refused);
    }
    if (!repository.getObjectDatabase().has(commit)) {
      throw new RemoteException(shown() + ": the repository has no commit " + commit.name());
    }
  }

  private void fetchAll(Repository repository, RemoteException refused) throws IOException {
    try {
      talk(
          repository,
          transport ->
              transport.fetch(
                  NullProgressMonitor.INSTANCE, ALL.stream().map(RefSpec::new).toList()));
    } catch (RemoteException e) {
      e.addSuppressed(refused);
      throw e;
    }
  }

  /**
   * Connections through our proxies and not those of the JVM, where only the server itself gets its
   * credentials.
   */
  private record Connections(Proxies proxies, URI server, @Nullable String authorization)
      implements HttpConnectionFactory {
    @Override
    public HttpConnection create(URL url) throws IOException {
      return create(url, Proxy.NO_PROXY);
    }

    @Override
    public HttpConnection create(URL url, Proxy ignored) throws IOException {
      URI uri = URI.create(url.toString());
      HttpConnection connection = new JDKHttpConnectionFactory().create(url, proxies.select(uri));
      if (authorization != null && HttpAddress.sameOrigin(uri, server)) {
        connection.setRequestProperty("Authorization", authorization);
      }
      return connection;
    }
  }
}
