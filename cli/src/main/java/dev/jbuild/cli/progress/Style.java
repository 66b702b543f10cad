package dev.jbuild.cli.progress;

/** The few colours of the live display (ECMA-48, select graphic rendition), or none. */
record Style(boolean colours) {

  String done(String text) {
    return coloured("34", text);
  }

  String failed(String text) {
    return coloured("31", text);
  }

  String warned(String text) {
    return coloured("33", text);
  }

  String faint(String text) {
    return coloured("2", text);
  }

  private String coloured(String code, String text) {
    return colours ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
