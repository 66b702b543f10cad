package dev.jbuild.executor;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Main program of {@link RootlessSuiteTest}: runs test classes as the user that it is started by.
 * Prints {@code passed NAME} or {@code failed NAME: why}, one a line.
 */
final class RootlessSuite implements TestExecutionListener {
  static final List<Class<?>> CLASSES =
      List.of(
          CallerTest.class,
          DetachedTest.class,
          DiskTest.class,
          EnvironmentTest.class,
          ExecTest.class,
          HostileImageTest.class,
          LegacyOverlayTest.class,
          LifeCycleTest.class,
          ManyLayersTest.class,
          MountTest.class,
          OutputTest.class,
          ProtocolTest.class,
          SharedStateTest.class,
          UpperTest.class);

  private RootlessSuite() {}

  public static void main(String[] args) {
    LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
    CLASSES.forEach(each -> request.selectors(selectClass(each)));
    LauncherDiscoveryRequest built = request.build();
    Launcher launcher = LauncherFactory.create();
    launcher.execute(built, new RootlessSuite());
  }

  @Override
  @SuppressWarnings("SystemOut") // this program's result is its output
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String name = test.getUniqueId().replaceAll(".*executor\\.", "").replaceAll("[^\\w]+", " ");
    String outcome =
        result
            .getThrowable()
            .map(error -> "failed " + name + ": " + String.valueOf(error).replace('\n', '|'))
            .orElse("passed " + name);
    if (test.isTest() || result.getThrowable().isPresent()) {
      System.out.println(outcome);
    }
  }
}
