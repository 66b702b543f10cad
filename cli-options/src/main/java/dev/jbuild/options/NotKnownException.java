package dev.jbuild.options;

import java.io.Serial;
import javax.lang.model.element.Element;

/** An annotation that picocli takes, and this module does not. */
final class NotKnownException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final transient Element element;

  NotKnownException(Element element, String message) {
    super(message);
    this.element = element;
  }

  /** What has the annotation. */
  Element element() {
    return element;
  }
}
