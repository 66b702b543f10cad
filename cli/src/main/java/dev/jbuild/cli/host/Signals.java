package dev.jbuild.cli.host;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The signals that this process gets, but for those that the JVM keeps for itself, such as SIGQUIT.
 * Java's only way to them is {@code sun.misc.Signal} of the module jdk.unsupported; it is reached
 * by reflection because naming it makes a compiler warning that cannot be silenced.
 */
public final class Signals {
  /** The signals that ask a process to end. */
  public static final List<String> ENDING = List.of("INT", "TERM", "HUP");

  private Signals() {}

  /** From now on calls {@code handler} with the number of each of the named signals that comes. */
  public static void handle(List<String> names, IntConsumer handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      InvocationHandler call =
          (proxy, method, arguments) -> {
            handler.accept((int) signal.getMethod("getNumber").invoke(arguments[0]));
            return null;
          };
      Object target =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {handlerType}, call);
      for (String name : names) {
        Object number = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handlerType).invoke(null, number, target);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java has no sun.misc.Signal", e);
    }
  }
}
