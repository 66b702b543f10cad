/*
 * The statements of a Dockerfile. Every decision needs one token of lookahead, and nothing recurses:
 * an ONBUILD of an ONBUILD (which is refused later) is a loop.
 */
parser grammar DockerfileParser;

options { tokenVocab = DockerfileLexer; }

dockerfile : (NL | COMMENT | statement)* EOF ;

statement : (onbuild+ operation? | operation) end ;

end : NL heredoc* | EOF ;

heredoc : HEREDOC_LINE* HEREDOC_END ;

onbuild : ONBUILD flags ;

flags : FLAG* END_OF_FLAGS? ;

operation
  : commandOperation
  | pathsOperation
  | wordsOperation
  | pairsOperation
  | arg
  | healthcheck
  | textOperation
  | unknown
  ;

commandOperation : (RUN | CMD | ENTRYPOINT | SHELL) flags command? ;

command : array | MIXED_ARRAY | TEXT ;

array : ARRAY_OPEN (STRING (ARRAY_COMMA STRING)*)? ARRAY_CLOSE ;

pathsOperation : (ADD | COPY | VOLUME) flags (array | MIXED_ARRAY | WORD+)? ;

wordsOperation : (FROM | EXPOSE) flags WORD* ;

pairsOperation : (ENV | LABEL) flags (pairs | legacyPair)? ;

pairs : ASSIGNMENT (ASSIGNMENT | NAME)* ;

legacyPair : NAME TEXT? ;

arg : ARG flags (ASSIGNMENT | NAME)* ;

healthcheck : HEALTHCHECK flags (WORD command?)? ;

textOperation : (MAINTAINER | STOPSIGNAL | USER | WORKDIR) flags TEXT? ;

unknown : UNKNOWN flags TEXT? ;
