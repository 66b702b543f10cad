package dev.jbuild.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChallengeTest {

  @Test
  void parse_bearerWithSeveralActions_keepsTheCommaInQuotes() {
    assertThat(
            Challenge.parse(
                List.of(
                    "Bearer realm=\"https://a/t?x=1\",service=\"s\",scope=\"repository:a:pull,push"
                        + " repository:b:pull\"")))
        .containsExactly(
            new Challenge(
                "bearer",
                Map.of(
                    "realm",
                    "https://a/t?x=1",
                    "service",
                    "s",
                    "scope",
                    "repository:a:pull,push repository:b:pull")));
  }

  @Test
  void parse_severalChallenges_inOneHeaderOrMore() {
    List<Challenge> challenges =
        Challenge.parse(List.of("Negotiate, BASIC Realm=a\\b , Bearer realm=\"q\\\"q\"", "Basic"));

    assertThat(challenges).extracting(Challenge::scheme).contains("negotiate", "basic", "bearer");
    assertThat(challenges).last().isEqualTo(new Challenge("basic", Map.of()));
    assertThat(challenges)
        .filteredOn(Challenge::isBearer)
        .extracting(c -> c.parameter("realm"))
        .containsExactly("q\"q");
  }

  @Test
  void parse_nonsense_givesNothingUsable() {
    for (String nonsense : List.of("", ",,,", "===", "Bearer", "\"", "Bearer realm", "\u0000")) {
      assertThat(Challenge.parse(List.of(nonsense)))
          .as(nonsense)
          .noneMatch(challenge -> challenge.isBearer() || challenge.isBasic());
    }
  }
}
