package dev.jbuild.builder;

/**
 * One step that a listener hears of: {@code number} tells the steps of a build apart (from 1, in
 * the order of the plan), {@code stage} is the stage's name or number ("" if there is only one),
 * {@code position} of {@code count} the place in it, {@code text} the instruction.
 */
public record StepInfo(
    int number, String stage, int position, int count, String text, Origin origin) {

  /** {@code [build 2/5] RUN make}. */
  public String title() {
    return "[" + (stage.isEmpty() ? "" : stage + " ") + position + "/" + count + "] " + text;
  }
}
