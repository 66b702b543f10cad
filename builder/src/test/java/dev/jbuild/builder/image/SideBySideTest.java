package dev.jbuild.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SideBySideTest {

  @Test
  void run_whenAllSucceed_hasRunAll() throws Exception {
    AtomicInteger done = new AtomicInteger();
    List<SideBySide.Transfer> transfers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      transfers.add(done::incrementAndGet);
    }

    SideBySide.run(transfers);

    assertThat(done).hasValue(20);
  }

  @Test
  void run_whenOneFails_endsTheOthersAndBeginsNoMore() {
    IOException broken = new IOException("broken");
    CountDownLatch running = new CountDownLatch(3);
    AtomicInteger interrupted = new AtomicInteger();
    AtomicInteger begun = new AtomicInteger();
    SideBySide.Transfer endless =
        () -> {
          begun.incrementAndGet();
          running.countDown();
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            interrupted.incrementAndGet();
            throw e;
          }
        };
    SideBySide.Transfer failing =
        () -> {
          running.await();
          throw broken;
        };

    assertThatThrownBy(
            () ->
                SideBySide.run(
                    List.of(endless, endless, endless, failing, endless, endless, endless)))
        .isSameAs(broken);

    assertThat(interrupted.get()).isEqualTo(begun.get()).isBetween(3, 4);
  }

  @Test
  void run_whenTheCallerIsInterrupted_endsAll() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    AtomicInteger interrupted = new AtomicInteger();
    AtomicReference<Throwable> outcome = new AtomicReference<>();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    SideBySide.run(
                        List.of(
                            () -> {
                              running.countDown();
                              try {
                                Thread.sleep(60_000);
                              } catch (InterruptedException e) {
                                interrupted.incrementAndGet();
                                throw e;
                              }
                            }));
                  } catch (Exception e) {
                    outcome.set(e);
                  }
                });
    running.await();
    caller.interrupt();
    caller.join();

    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    assertThat(interrupted).hasValue(1);
  }
}
