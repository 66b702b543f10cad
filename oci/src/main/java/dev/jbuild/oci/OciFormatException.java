package dev.jbuild.oci;

/** Text or bytes that do not have the form which the OCI specifications ask for. */
public final class OciFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public OciFormatException(String message) {
    super(message);
  }

  public OciFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
