package dev.jbuild.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {

  private static String numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
  }

  @Test
  void diff_ofEqualTexts_isNothing() {
    assertThat(UnifiedDiff.of("f", "a\n", "a\n")).isEmpty();
  }

  @Test
  void diff_ofChangesFarApart_hasAHunkForEach() {
    String before = numbers(1, 20);
    String after = before.replace("2\n3\n", "2\nx\n").replace("19\n", "");
    assertThat(UnifiedDiff.of("f", before, after))
        .isEqualTo(
            """
            --- f
            +++ f
            @@ -1,6 +1,6 @@
             1
             2
            -3
            +x
             4
             5
             6
            @@ -16,5 +16,4 @@
             16
             17
             18
            -19
             20
            """);
  }

  @Test
  void diff_ofChangesCloseTogether_hasOneHunk() {
    assertThat(UnifiedDiff.of("f", numbers(1, 8), "1\n3\n4\n5\n6\n7\n8\n9\n"))
        .isEqualTo(
            """
            --- f
            +++ f
            @@ -1,8 +1,8 @@
             1
            -2
             3
             4
             5
             6
             7
             8
            +9
            """);
  }

  @Test
  void diff_ofTextWithoutLastNewline_saysSo() {
    assertThat(UnifiedDiff.of("f", "a", "a\n"))
        .isEqualTo("--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
    assertThat(UnifiedDiff.of("f", "", "a\n")).isEqualTo("--- f\n+++ f\n@@ -0,0 +1 @@\n+a\n");
  }

  @Test
  void edits_ofAnyTwoTexts_leadFromOneToTheOther() {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      List<String> before = some(random, random.nextInt(30));
      List<String> after = some(random, random.nextInt(30));
      List<LineEdits.Edit> edits = LineEdits.between(before, after);
      assertThat(side(edits, '+')).isEqualTo(before);
      assertThat(side(edits, '-')).isEqualTo(after);
    }
  }

  @Test
  void edits_ofTextsWithNothingInCommon_replaceAll() {
    List<String> before = IntStream.range(0, 5000).mapToObj(i -> "a" + i).toList();
    List<String> after = IntStream.range(0, 5000).mapToObj(i -> "b" + i).toList();
    assertThat(LineEdits.between(before, after)).hasSize(10_000);
  }

  private static List<String> some(Random random, int count) {
    return IntStream.range(0, count).mapToObj(i -> "" + random.nextInt(6)).toList();
  }

  private static List<String> side(List<LineEdits.Edit> edits, char without) {
    return edits.stream().filter(edit -> edit.sign() != without).map(LineEdits.Edit::line).toList();
  }
}
