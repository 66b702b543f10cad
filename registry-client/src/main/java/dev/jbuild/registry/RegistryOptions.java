package dev.jbuild.registry;

import dev.jbuild.registry.conf.RegistriesFiles;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link RegistryClient} behaves: who it is, how it gets to registries, how patient it is.
 */
public record RegistryOptions(CredentialSource credentials, Reach reach, Pace pace) {

  /**
   * How registries are reached.
   *
   * @param insecureHosts registries ({@code host} or {@code host:port}) whose certificates are not
   *     checked and that may speak plain http; loopback addresses need not be listed for the latter
   * @param tlsVerify false: all registries are called as if they were listed so; true: none, not
   *     even those that {@code registries.conf} has as insecure; null: as is said elsewhere
   * @param registries mirrors and more, read before the first call
   */
  public record Reach(
      Set<String> insecureHosts,
      @Nullable Boolean tlsVerify,
      Proxies proxies,
      CertificateDirectories certificates,
      RegistriesFiles registries) {
    public Reach {
      insecureHosts = Set.copyOf(insecureHosts);
    }
  }

  /**
   * How long things may take, and in which portions they go.
   *
   * @param retries how often a request is repeated after a failure that may pass
   * @param retryDelay pause before the first repetition; doubles each time, up to ten seconds
   * @param stallTimeout how long a transfer may stand still before it counts as broken
   * @param chunkSize blobs larger than this many bytes are pushed in chunks of it, so that a
   *     connection that breaks costs no more than what was under way
   */
  public record Pace(
      int retries,
      Duration retryDelay,
      Duration connectTimeout,
      Duration stallTimeout,
      long chunkSize) {
    public Pace {
      if (retries < 0) {
        throw new IllegalArgumentException("retries must not be negative: " + retries);
      }
      if (chunkSize < 1) {
        throw new IllegalArgumentException("chunkSize must be positive: " + chunkSize);
      }
      requirePositive("retryDelay", retryDelay);
      requirePositive("connectTimeout", connectTimeout);
      requirePositive("stallTimeout", stallTimeout);
    }

    private static void requirePositive(String name, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(name + " must be positive: " + value);
      }
    }
  }

  /**
   * No credentials, https except for loopback, four repetitions, a minute of standstill, chunks of
   * 64 MiB.
   */
  public static final RegistryOptions DEFAULT =
      new RegistryOptions(
          CredentialSource.ANONYMOUS,
          new Reach(
              Set.of(), null, Proxies.NONE, CertificateDirectories.NONE, RegistriesFiles.NONE),
          new Pace(
              4, Duration.ofMillis(500), Duration.ofSeconds(15), Duration.ofSeconds(60), 64 << 20));

  public RegistryOptions withCredentials(CredentialSource source) {
    return new RegistryOptions(source, reach, pace);
  }

  public RegistryOptions withInsecureHosts(Set<String> hosts) {
    return with(
        new Reach(
            hosts, reach.tlsVerify(), reach.proxies(), reach.certificates(), reach.registries()));
  }

  public RegistryOptions withTlsVerify(@Nullable Boolean verify) {
    return with(
        new Reach(
            reach.insecureHosts(),
            verify,
            reach.proxies(),
            reach.certificates(),
            reach.registries()));
  }

  public RegistryOptions withProxies(Proxies others) {
    return with(
        new Reach(
            reach.insecureHosts(),
            reach.tlsVerify(),
            others,
            reach.certificates(),
            reach.registries()));
  }

  public RegistryOptions withCertificates(CertificateDirectories directories) {
    return with(
        new Reach(
            reach.insecureHosts(),
            reach.tlsVerify(),
            reach.proxies(),
            directories,
            reach.registries()));
  }

  public RegistryOptions withRegistries(RegistriesFiles files) {
    return with(
        new Reach(
            reach.insecureHosts(),
            reach.tlsVerify(),
            reach.proxies(),
            reach.certificates(),
            files));
  }

  private RegistryOptions with(Reach other) {
    return new RegistryOptions(credentials, other, pace);
  }

  public RegistryOptions withRetries(int count, Duration firstDelay) {
    return with(
        new Pace(count, firstDelay, pace.connectTimeout(), pace.stallTimeout(), pace.chunkSize()));
  }

  public RegistryOptions withStallTimeout(Duration timeout) {
    return with(
        new Pace(
            pace.retries(), pace.retryDelay(), pace.connectTimeout(), timeout, pace.chunkSize()));
  }

  public RegistryOptions withChunkSize(long bytes) {
    return with(
        new Pace(
            pace.retries(), pace.retryDelay(), pace.connectTimeout(), pace.stallTimeout(), bytes));
  }

  private RegistryOptions with(Pace other) {
    return new RegistryOptions(credentials, reach, other);
  }
}
