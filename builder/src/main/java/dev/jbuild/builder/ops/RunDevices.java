package dev.jbuild.builder.ops;

import dev.jbuild.builder.cdi.CdiDevices;
import dev.jbuild.builder.cdi.CdiEdits;
import dev.jbuild.parser.ast.RunDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The devices that RUNs ask for. */
final class RunDevices {
  private final CdiDevices devices;
  private final List<Path> directories;

  RunDevices(List<Path> directories) {
    this.devices = new CdiDevices(directories);
    this.directories = directories;
  }

  /**
   * Gives a RUN a device, if this machine has it.
   *
   * @throws RunSetupException when it is required and not there, or cannot be given
   */
  void open(RunDevice device, OpenMounts open) throws RunSetupException {
    List<CdiEdits> found;
    try {
      found = devices.find(device.name());
    } catch (IOException e) {
      throw new RunSetupException("device " + device.name() + ": " + e.getMessage(), e);
    }
    if (found.isEmpty() && device.required()) {
      throw new RunSetupException(
          "required device " + device.name() + " is not described in any of " + directories);
    }
    for (CdiEdits edits : found) {
      edits.devices().forEach(open::device);
      edits.mounts().forEach(open::mount);
      for (String variable : edits.env()) {
        int equals = variable.indexOf('=');
        if (equals > 0) {
          open.variable(variable.substring(0, equals), variable.substring(equals + 1));
        }
      }
    }
  }
}
