/*
 * The words of a Dockerfile.
 *
 * The character stream below this lexer has already joined continued lines, so a '\n' always ends an
 * instruction. Each mode reads one kind of argument and falls back to the default mode at the end of
 * the line. What one line of characters cannot tell (is this bracket a JSON array? which heredocs does
 * this line open?) is asked once per line through the hooks, which the parser module implements.
 */
lexer grammar DockerfileLexer;

options { caseInsensitive = true; }

tokens { WORD, TEXT, NL, ASSIGNMENT, NAME, HEREDOC_END }

@members {
  /** Whether a '#' here starts a comment line: true except for the trigger of an ONBUILD. */
  protected boolean atLineStart() {
    return true;
  }

  /** Whether this character is the escape character of the file. */
  protected boolean isEscape(int character) {
    return character == '\\';
  }

  /** Called at the first character of the arguments: chooses the mode that reads them. */
  protected void beginArguments() {
    mode(REST);
  }

  /** Called at the first character of the command of a HEALTHCHECK. */
  protected void beginCommand() {
    mode(REST);
  }

  /** Called after the newline of an instruction: chooses between its heredocs and the next line. */
  protected void endLine() {
    mode(DEFAULT_MODE);
  }

  /** Called after each line of a heredoc: whether it is the one that ends it. */
  protected boolean endsHeredoc() {
    return false;
  }
}

// The start of a line, and of an ONBUILD trigger.

COMMENT : '#' {atLineStart()}? ~'\n'* ;
ADD : 'add' -> mode(FLAGS) ;
ARG : 'arg' -> mode(FLAGS) ;
CMD : 'cmd' -> mode(FLAGS) ;
COPY : 'copy' -> mode(FLAGS) ;
ENTRYPOINT : 'entrypoint' -> mode(FLAGS) ;
ENV : 'env' -> mode(FLAGS) ;
EXPOSE : 'expose' -> mode(FLAGS) ;
FROM : 'from' -> mode(FLAGS) ;
HEALTHCHECK : 'healthcheck' -> mode(FLAGS) ;
LABEL : 'label' -> mode(FLAGS) ;
MAINTAINER : 'maintainer' -> mode(FLAGS) ;
ONBUILD : 'onbuild' -> mode(FLAGS) ;
RUN : 'run' -> mode(FLAGS) ;
SHELL : 'shell' -> mode(FLAGS) ;
STOPSIGNAL : 'stopsignal' -> mode(FLAGS) ;
USER : 'user' -> mode(FLAGS) ;
VOLUME : 'volume' -> mode(FLAGS) ;
WORKDIR : 'workdir' -> mode(FLAGS) ;
UNKNOWN : ~[\t\n\u000B\f\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000] NOT_BLANK* -> mode(FLAGS) ;
INDENT : SPACE+ -> skip ;
LINE_END : '\n' {endLine();} -> type(NL) ;

/** What separates words. */
fragment BLANK : [\t\u000B\f\r ] ;
fragment NOT_BLANK : ~[\t\n\u000B\f\r ] ;
/** What is trimmed around arguments: every white space of Unicode but the newline. */
fragment SPACE : [\t\u000B\f\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000] ;

// Flags, before the arguments. Here a backslash quotes, whatever the escape character is.

mode FLAGS;
FLAG_BLANK : BLANK+ {if (_input.LA(1) != '-' || _input.LA(2) != '-') beginArguments();} -> skip ;
END_OF_FLAGS : '--' -> mode(ARGUMENTS) ;
FLAG : '--' (FLAG_PART+ FLAG_TAIL? | FLAG_TAIL) ;
FLAG_LINE_END : '\r'* '\n' {endLine();} -> type(NL) ;
fragment FLAG_PART
  : ~[\t\n\u000B\f\r "'\\]
  | '\\' ~'\n'
  | '"' FLAG_DOUBLE* '"'
  | '\'' FLAG_SINGLE* '\''
  ;
fragment FLAG_DOUBLE : ~["\\\n] | '\\' ~'\n' ;
fragment FLAG_SINGLE : ~['\\\n] | '\\' ~'\n' ;
/** A quote that is not closed, or a lone backslash, at the end of the line. */
fragment FLAG_TAIL : ('"' FLAG_DOUBLE* | '\'' FLAG_SINGLE*) '\\'? | '\\' ;

// After "--", which ends the flags.

mode ARGUMENTS;
AFTER_FLAGS_BLANK : BLANK+ {beginArguments();} -> skip ;
AFTER_FLAGS_LINE_END : '\r'* '\n' {endLine();} -> type(NL) ;

// Everything up to the end of the line: shell form, and the instructions with one free argument.

mode REST;
REST_TEXT : ~'\n'+ -> type(TEXT) ;
REST_LINE_END : '\n' {endLine();} -> type(NL) ;

// Words separated by blanks, without quoting.

mode WORDS;
WORD_BLANK : BLANK+ -> skip ;
PLAIN_WORD : NOT_BLANK+ -> type(WORD) ;
WORDS_LINE_END : '\n' {endLine();} -> type(NL) ;

// name=value ..., with quotes and escapes kept as they stand.

mode PAIRS;
PAIR_SPACE : SPACE+ -> skip ;
PAIR_WORD
  : (PAIR_PART+ PAIR_TAIL? | PAIR_TAIL)
    {setType(getText().indexOf('=') >= 0 ? ASSIGNMENT : NAME);}
  ;
PAIRS_LINE_END : '\n' {endLine();} -> type(NL) ;
fragment PAIR_PART
  : ~[\t\n\u000B\f\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"'\\`]
  | NOT_ESCAPE
  | ESCAPE ~'\n'
  | '"' PAIR_DOUBLE* '"'
  | '\'' ~['\n]* '\''
  ;
fragment PAIR_DOUBLE : ~["\\`\n] | NOT_ESCAPE | ESCAPE ~'\n' ;
fragment PAIR_TAIL : '"' PAIR_DOUBLE* ESCAPE? | '\'' ~['\n]* | ESCAPE ;
fragment ESCAPE : '\\' {isEscape('\\')}? | '`' {isEscape('`')}? ;
fragment NOT_ESCAPE : '\\' {!isEscape('\\')}? | '`' {!isEscape('`')}? ;

// The old form "name value with blanks".

mode LEGACY_PAIR;
LEGACY_NAME : NOT_BLANK+ -> type(NAME) ;
LEGACY_BLANK : BLANK+ -> skip, mode(REST) ;
LEGACY_LINE_END : '\r'* '\n' {endLine();} -> type(NL) ;

// The kind of a HEALTHCHECK, before its command.

mode PROBE;
PROBE_KIND : ~[\t\n\u000B\f\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+ -> type(WORD) ;
PROBE_SPACE : SPACE+ {beginCommand();} -> skip ;
PROBE_LINE_END : '\r'* '\n' {endLine();} -> type(NL) ;

// A JSON array of strings; the hook has seen that the whole argument is one.

mode ARRAY;
ARRAY_OPEN : '[' ;
ARRAY_COMMA : ',' ;
ARRAY_CLOSE : ']' ;
STRING options { caseInsensitive = false; } : '"' (~["\\\n] | '\\' ["\\/bfnrt] | '\\u' HEX HEX HEX HEX)* '"' ;
ARRAY_SPACE : SPACE+ -> skip ;
ARRAY_LINE_END : '\n' {endLine();} -> type(NL) ;
fragment HEX options { caseInsensitive = false; } : [0-9a-fA-F] ;

// A JSON array with something that is not a string in it: an error, and never shell form.

mode MIXED;
MIXED_ARRAY : ~'\n'+ ;
MIXED_LINE_END : '\n' {endLine();} -> type(NL) ;

// Heredoc bodies: physical lines, as they stand.

mode HEREDOC;
HEREDOC_LINE : (~'\n'* '\n' | ~'\n'+) {if (endsHeredoc()) setType(HEREDOC_END);} ;
