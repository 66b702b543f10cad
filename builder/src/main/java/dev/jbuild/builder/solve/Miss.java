package dev.jbuild.builder.solve;

/** Why a step was not taken from the action cache. */
public enum Miss {
  /** Nobody asked: all was to run again. */
  NOT_ALLOWED,
  /** There is no record with its key. */
  NO_RECORD,
  /** There is a record, but a layer of it is gone. */
  NO_LAYER
}
