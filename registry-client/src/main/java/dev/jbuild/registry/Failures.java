package dev.jbuild.registry;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Words the failures of one registry: what was asked, what happened, what to do. */
final class Failures {

  private final String registry;
  private final Identity identity;

  Failures(String registry, Identity identity) {
    this.registry = registry;
    this.identity = identity;
  }

  /** For a reply whose status is none of those hoped for; closes the reply. */
  RegistryException reply(Call call, Reply reply) {
    String said = said(reply);
    int status = reply.status();
    if (status == 401 || status == 403) {
      return of(
          Kind.DENIED,
          call,
          "access denied by registry "
              + registry
              + ", or no such repository "
              + said
              + "; "
              + identity.advice(call.reference().repository()));
    }
    if (status == 404) {
      return of(
          Kind.NOT_FOUND,
          call,
          "not found in registry " + registry + " " + said + "; check the repository and the tag");
    }
    if (reply.mayPass()) {
      return of(
          Kind.UNREACHABLE,
          call,
          "registry " + registry + " keeps failing " + said + "; try later");
    }
    if (status >= 400 && status < 500) {
      String why = status == 405 ? "; it may be set to be read only" : "";
      return of(Kind.REFUSED, call, "registry " + registry + " refuses it " + said + why);
    }
    return invalid(call, "unexpected status " + said);
  }

  /**
   * For a registry that does not delete; closes the reply.
   *
   * @param digest what a tag stands for, empty when there is no such thing
   */
  RegistryException deletion(Call call, Reply reply, Optional<Digest> digest) {
    ImageReference reference = call.reference();
    String byDigest =
        reference.digest() == null && digest.isPresent()
            ? "either it deletes nothing, or only by digest: try "
                + reference.withDigest(digest.get()).withTag(null)
                + ", which all tags of that image go with"
            : "deletion may be switched off in its settings (docker-registry:"
                + " storage.delete.enabled)";
    return of(
        Kind.REFUSED,
        call,
        "registry " + registry + " refuses it " + said(reply) + "; " + byDigest);
  }

  /** For a token server that gives no token; closes the reply. */
  RegistryException token(Call call, Reply reply) {
    String what =
        "the token server " + Endpoint.shown(reply.uri()) + " gives no access " + said(reply);
    return switch (reply.status()) {
      case 400, 401, 403 ->
          of(Kind.DENIED, call, what + "; " + identity.advice(call.reference().repository()));
      default ->
          reply.mayPass() ? of(Kind.UNREACHABLE, call, what + "; try later") : invalid(call, what);
    };
  }

  /** For credentials that are asked for and cannot be read. */
  RegistryException credentials(Call call, IOException cause) {
    String what = "registry " + registry + " asks for credentials: " + text(cause);
    return wrap(Kind.DENIED, call, call + ": " + what, cause);
  }

  RegistryException invalid(Call call, String what) {
    return of(Kind.INVALID_REPLY, call, wrongly(what));
  }

  private String wrongly(String what) {
    return "registry "
        + registry
        + " sent what cannot be used: "
        + what
        + "; if it stays so, the registry or a proxy before it is at fault";
  }

  RegistryException network(Call call, Endpoint endpoint, IOException cause) {
    if (cause instanceof InvalidReplyException || cause instanceof ProtocolException) {
      return wrap(Kind.INVALID_REPLY, call, call + ": " + wrongly(text(cause)), cause);
    }
    String at = "cannot reach registry " + registry + " at " + endpoint.base();
    if (cause instanceof SettingsException) {
      return wrap(Kind.UNREACHABLE, call, call + ": " + at + ": " + text(cause), cause);
    }
    if (cause instanceof ConnectException) {
      String why = isUnresolved(cause) ? "its name cannot be resolved" : "connection refused";
      String what = ": " + at + ": " + why + "; check the name, and that the registry is running";
      return wrap(Kind.UNREACHABLE, call, call + what, cause);
    }
    if (cause instanceof SSLException) {
      String what =
          "; its certificate must be trusted by the Java runtime or by a certs.d/"
              + endpoint.base().getRawAuthority()
              + "/ca.crt, and a registry that speaks plain http must be named as an insecure one";
      return wrap(Kind.UNREACHABLE, call, call + ": " + at + ": " + text(cause) + what, cause);
    }
    String what = "; check the network and try again";
    return wrap(Kind.UNREACHABLE, call, call + ": " + at + ": " + text(cause) + what, cause);
  }

  private static boolean isUnresolved(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return true;
      }
    }
    return false;
  }

  private String text(IOException cause) {
    String message = cause.getMessage();
    return ServerText.clean(
        message == null ? cause.getClass().getSimpleName() : message, identity.secrets());
  }

  private String said(Reply reply) {
    String text = ServerText.of(reply, identity.secrets());
    return "(HTTP " + reply.status() + (text.isEmpty() ? "" : ": " + text) + ")";
  }

  private static RegistryException of(Kind kind, Call call, String what) {
    return wrap(kind, call, call + ": " + what, null);
  }

  private static RegistryException wrap(
      Kind kind, Call call, String message, @Nullable Throwable cause) {
    return new RegistryException(kind, call.reference(), message, cause);
  }
}
