package dev.jbuild.registry;

import java.time.Duration;
import java.util.Set;

/**
 * How a {@link RegistryClient} behaves.
 *
 * @param insecureHosts registries ({@code host} or {@code host:port}) that are spoken to in plain
 *     http; loopback addresses need not be listed
 * @param retries how often a request is repeated after a failure that may pass
 * @param retryDelay pause before the first repetition; doubles each time, up to ten seconds
 * @param stallTimeout how long a transfer may stand still before it counts as broken
 */
public record RegistryOptions(
    CredentialSource credentials,
    Set<String> insecureHosts,
    int retries,
    Duration retryDelay,
    Duration connectTimeout,
    Duration stallTimeout,
    Proxies proxies,
    CertificateDirectories certificates) {

  /** No credentials, https except for loopback, four repetitions, a minute of standstill. */
  public static final RegistryOptions DEFAULT =
      new RegistryOptions(
          CredentialSource.ANONYMOUS,
          Set.of(),
          4,
          Duration.ofMillis(500),
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          Proxies.NONE,
          CertificateDirectories.NONE);

  public RegistryOptions {
    insecureHosts = Set.copyOf(insecureHosts);
    if (retries < 0) {
      throw new IllegalArgumentException("retries must not be negative: " + retries);
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

  public RegistryOptions withCredentials(CredentialSource source) {
    return new RegistryOptions(
        source,
        insecureHosts,
        retries,
        retryDelay,
        connectTimeout,
        stallTimeout,
        proxies,
        certificates);
  }

  public RegistryOptions withInsecureHosts(Set<String> hosts) {
    return new RegistryOptions(
        credentials,
        hosts,
        retries,
        retryDelay,
        connectTimeout,
        stallTimeout,
        proxies,
        certificates);
  }

  public RegistryOptions withRetries(int count, Duration firstDelay) {
    return new RegistryOptions(
        credentials,
        insecureHosts,
        count,
        firstDelay,
        connectTimeout,
        stallTimeout,
        proxies,
        certificates);
  }

  public RegistryOptions withStallTimeout(Duration timeout) {
    return new RegistryOptions(
        credentials,
        insecureHosts,
        retries,
        retryDelay,
        connectTimeout,
        timeout,
        proxies,
        certificates);
  }

  public RegistryOptions withProxies(Proxies others) {
    return new RegistryOptions(
        credentials,
        insecureHosts,
        retries,
        retryDelay,
        connectTimeout,
        stallTimeout,
        others,
        certificates);
  }

  public RegistryOptions withCertificates(CertificateDirectories directories) {
    return new RegistryOptions(
        credentials,
        insecureHosts,
        retries,
        retryDelay,
        connectTimeout,
        stallTimeout,
        proxies,
        directories);
  }
}
