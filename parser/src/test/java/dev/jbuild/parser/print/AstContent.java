package dev.jbuild.parser.print;

import dev.jbuild.parser.Directives;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.ast.Origin;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a parsed file says, as nested lists: without places and without the layout of the text. */
final class AstContent {
  private AstContent() {}

  static List<@Nullable Object> of(Dockerfile file) {
    List<@Nullable Object> content = new ArrayList<>();
    content.add(of(file.globalArgs()));
    content.add(of(file.stages()));
    return content;
  }

  /** Those of a wrong file cannot all be printed: one of two that are the same is left out. */
  static List<Object> of(Directives directives) {
    return List.of(
        directives.escape(), "" + directives.syntax(), "" + directives.check(), directives.lines());
  }

  private static @Nullable Object of(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Location place -> "somewhere";
      case Origin origin -> origin.comments();
      case List<?> list -> elements(list);
      case Record part -> components(part);
      default -> value;
    };
  }

  private static List<@Nullable Object> elements(List<?> list) {
    List<@Nullable Object> content = new ArrayList<>();
    for (Object element : list) {
      content.add(of(element));
    }
    return content;
  }

  private static List<@Nullable Object> components(Record part) {
    List<@Nullable Object> content = new ArrayList<>();
    content.add(part.getClass().getSimpleName());
    try {
      for (RecordComponent component : part.getClass().getRecordComponents()) {
        content.add(of(component.getAccessor().invoke(part)));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return content;
  }
}
