package dev.jbuild.options;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * Writes, for each class with annotations of picocli's, another that makes the specification which
 * picocli would make of them by reflection: {@code BuildCommandSpec.of} for {@code BuildCommand}.
 * Whatever picocli knows and this does not is an error of the compilation.
 */
@SupportedAnnotationTypes("picocli.*")
public final class OptionsProcessor extends AbstractProcessor {

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    Set<TypeElement> classes = new LinkedHashSet<>();
    for (TypeElement annotation : annotations) {
      for (Element each : round.getElementsAnnotatedWith(annotation)) {
        TypeElement type = classOf(each);
        if (type != null) {
          classes.add(type);
        }
      }
    }
    classes.forEach(this::write);
    return false;
  }

  private static @Nullable TypeElement classOf(Element element) {
    Element each = element;
    while (each != null && !(each instanceof TypeElement)) {
      each = each.getEnclosingElement();
    }
    return (TypeElement) each;
  }

  private void write(TypeElement type) {
    try {
      SpecSource source =
          new SpecSource(type, processingEnv.getElementUtils(), processingEnv.getTypeUtils());
      String text = source.text();
      try (Writer out =
          processingEnv.getFiler().createSourceFile(source.name(), type).openWriter()) {
        out.write(text);
      }
    } catch (NotKnownException e) {
      processingEnv.getMessager().printError(e.getMessage(), e.element());
    } catch (IOException e) {
      processingEnv.getMessager().printError("cannot be written: " + e, type);
    }
  }
}
