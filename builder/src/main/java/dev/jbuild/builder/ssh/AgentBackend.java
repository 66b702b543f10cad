package dev.jbuild.builder.ssh;

import java.io.IOException;

/** Something that answers the messages of the agent protocol. Safe for threads. */
public interface AgentBackend {
  int FAILURE = 5;
  int REQUEST_IDENTITIES = 11;
  int IDENTITIES = 12;
  int SIGN_REQUEST = 13;
  int SIGNATURE = 14;
  int EXTENSION = 27;

  /**
   * Answers a message.
   *
   * @param request type and content, without the length before them
   */
  byte[] answer(byte[] request) throws IOException;
}
