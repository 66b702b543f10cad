package dev.jbuild.maven;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/**
 * The active proxies of settings.xml as the variables that say the same: HTTP_PROXY, HTTPS_PROXY
 * and NO_PROXY.
 */
final class ProxyVariables {
  private static final Pattern NUMBERS = Pattern.compile("((?:[0-9]{1,3}\\.){1,3})\\*");
  private static final int BITS = 8;

  private final Settings settings;
  private final SettingsDecrypter decrypter;
  private final Consumer<String> warnings;

  ProxyVariables(Settings settings, SettingsDecrypter decrypter, Consumer<String> warnings) {
    this.settings = settings;
    this.decrypter = decrypter;
    this.warnings = warnings;
  }

  /** A copy of an environment; without active proxies it is as it was. */
  Map<String, String> in(Map<String, String> environment) throws IOException {
    Map<String, String> variables = new HashMap<>(environment);
    Optional<Proxy> http = find("http");
    Optional<Proxy> https = find("https").or(() -> http);
    if (https.isEmpty()) {
      return variables;
    }
    for (String name : List.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")) {
      variables.keySet().removeIf(name::equalsIgnoreCase);
    }
    if (http.isPresent()) {
      variables.put("HTTP_PROXY", address(http.get()));
    }
    variables.put("HTTPS_PROXY", address(https.get()));
    variables.put("NO_PROXY", exceptions(https.get().getNonProxyHosts()));
    return variables;
  }

  /** As Maven does, takes the first active one for a protocol, and for https else that for http. */
  private Optional<Proxy> find(String protocol) {
    return settings.getProxies().stream()
        .filter(proxy -> proxy.isActive() && protocol.equalsIgnoreCase(proxy.getProtocol()))
        .findFirst();
  }

  private String address(Proxy encrypted) throws IOException {
    SettingsDecryptionResult result =
        decrypter.decrypt(new DefaultSettingsDecryptionRequest(encrypted));
    for (SettingsProblem problem : result.getProblems()) {
      if (problem.getSeverity() != SettingsProblem.Severity.WARNING) {
        throw new IOException(
            "the password of the proxy "
                + encrypted.getId()
                + " of settings.xml cannot be decrypted: "
                + problem.getMessage());
      }
    }
    Proxy proxy = result.getProxy();
    String user = proxy.getUsername();
    String password = proxy.getPassword() == null ? "" : proxy.getPassword();
    String login =
        user == null || user.isEmpty() ? "" : encoded(user) + ":" + encoded(password) + "@";
    return "http://" + login + proxy.getHost() + ":" + proxy.getPort();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** {@code *.example.com|10.*} as {@code .example.com,10.0.0.0/8}. */
  private String exceptions(String nonProxyHosts) {
    List<String> entries = new ArrayList<>();
    for (String word : (nonProxyHosts == null ? "" : nonProxyHosts).split("[|,]", -1)) {
      String host = word.strip();
      Matcher numbers = NUMBERS.matcher(host);
      if (numbers.matches()) {
        entries.add(network(numbers.group(1)));
      } else if (host.equals("*") || host.lastIndexOf('*') <= 0) {
        entries.add(host.startsWith("*.") ? host.substring(1) : host);
      } else {
        warnings.accept(
            "nonProxyHosts of settings.xml: "
                + host
                + " is left out; a star may stand for the first part of a name, or the last of an"
                + " address");
      }
    }
    entries.removeIf(String::isEmpty);
    return String.join(",", entries);
  }

  /** The network of {@code 192.168.} in CIDR form. */
  private static String network(String prefix) {
    int given = prefix.split("\\.").length;
    return prefix + "0.".repeat(3 - given) + "0/" + given * BITS;
  }
}
