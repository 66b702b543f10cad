package dev.jbuild.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.cache.testing.Programs;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LocksTest {
  private static final int ROUNDS = 200;

  @TempDir Path directory;

  /** Adds one to a number in a file, many times; loses some of them without the lock. */
  static final class Counting {
    private Counting() {}

    public static void main(String[] arguments) throws IOException {
      Locks locks = new Locks(Path.of(arguments[0]));
      count(locks, Path.of(arguments[0], "number"), ROUNDS);
    }

    static void count(Locks locks, Path number, int rounds) throws IOException {
      for (int i = 0; i < rounds; i++) {
        StoreLock lock = locks.lock("counting");
        try (lock) {
          int value = Integer.parseInt(Files.readString(number));
          Files.writeString(number, Integer.toString(value + 1));
        }
      }
    }
  }

  /** Holds a lock until it is killed. */
  static final class Holding {
    private Holding() {}

    public static void main(String[] arguments) throws Exception {
      StoreLock lock = new Locks(Path.of(arguments[0])).lock("held");
      try (lock) {
        System.out.write('x');
        System.out.flush();
        Thread.sleep(30_000);
      }
    }
  }

  /** Ends with 1 when another process has the lock. */
  static final class Trying {
    private Trying() {}

    public static void main(String[] arguments) throws Exception {
      System.exit(LockFile.tryLock(Path.of(arguments[0]), "held", true) == null ? 1 : 0);
    }
  }

  @Test
  void lock_whenProcessesAndThreadsCompete_isExclusive() throws Exception {
    Path number = Files.writeString(directory.resolve("number"), "0");
    Process other = Programs.java(Counting.class, directory.toString());
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tasks.add(
          () -> {
            Counting.count(new Locks(directory), number, ROUNDS);
            return null;
          });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    }
    assertThat(other.waitFor()).isZero();
    assertThat(Files.readString(number)).isEqualTo(Integer.toString(5 * ROUNDS));
  }

  @Test
  void lock_whenItsHolderIsKilled_isFree() throws Exception {
    Process other = Programs.java(Holding.class, directory.toString());
    assertThat(other.getInputStream().read()).isEqualTo('x');
    Programs.kill(other);

    new Locks(directory).lock("held").close();
  }

  @Test
  void lock_whenThreadIsInterruptedWhileWaiting_givesUp() throws Exception {
    Process other = Programs.java(Holding.class, directory.toString());
    try {
      assertThat(other.getInputStream().read()).isEqualTo('x');
      for (Thread.Builder kind : List.of(Thread.ofVirtual(), Thread.ofPlatform())) {
        FutureTask<StoreLock> waiting = new FutureTask<>(() -> new Locks(directory).lock("held"));
        Thread thread = kind.start(waiting);
        Thread.sleep(100);
        thread.interrupt();
        assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
            .hasCauseInstanceOf(InterruptedIOException.class);
      }
    } finally {
      Programs.kill(other);
    }
    new Locks(directory).lock("held").close();
  }

  @Test
  void lock_whenThreadHoldsIt_isRefused() throws Exception {
    Locks locks = new Locks(directory);
    StoreLock lock = locks.lock("mine");
    try (lock) {
      assertThatThrownBy(() -> locks.lock("mine")).isInstanceOf(IllegalStateException.class);
    }
    locks.lock("mine").close();
  }

  @Test
  void lock_whenInterruptedAtTheGate_keepsTheInterrupt() throws Exception {
    Locks locks = new Locks(directory);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> locks.lock("x")).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void lock_underEverNewNames_leavesOneEmptyFile() throws Exception {
    Locks locks = new Locks(directory);
    for (int i = 0; i < ROUNDS; i++) {
      locks.lock("name " + i).close();
    }
    locks.lock("../../etc/passwd").close();
    locks.lock("").close();
    new SharedLocks(directory).lock("shared", true).close();
    try (var files = Files.list(directory)) {
      assertThat(files).singleElement().satisfies(file -> assertThat(file).isEmptyFile());
    }
  }

  @Test
  void lock_whenAnotherIsReleased_isStillHeld() throws Exception {
    Locks locks = new Locks(directory);
    StoreLock held = locks.lock("held");
    try (held) {
      locks.lock("other").close();
      new SharedLocks(directory).lock("another", false).close();
      assertThat(Programs.java(Trying.class, directory.toString()).waitFor()).isEqualTo(1);
    }
    assertThat(Programs.java(Trying.class, directory.toString()).waitFor()).isZero();
  }

  @Test
  void sharedLock_whenOthersShareIt_isHeldUntilTheLastOneEnds() throws Exception {
    SharedLocks locks = new SharedLocks(directory);
    SharedLocks.Hold first = locks.lock("s", true);
    SharedLocks.Hold second = locks.lock("s", true);

    first.close();
    first.close();
    assertThat(locks.tryLock("s", false)).isEmpty();
    second.close();
    SharedLocks.Hold alone = locks.tryLock("s", false).orElseThrow();
    assertThat(locks.tryLock("s", true)).isEmpty();
    alone.close();
  }
}
