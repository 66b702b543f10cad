package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owners of files with one user id are those that a user with many would have made. */
class OwnerTest {
  @TempDir Path directory;

  @Test
  void singleId_always_makesTheLayerOfAFullMap() throws Exception {
    Path archive = Files.copy(DebianBase.archive(), directory.resolve("debian.tar"));
    List<String> full = run("rootless-full", OrdinaryUser.RANGE, archive);

    assertThat(full)
        .contains(
            "0",
            "33:44 4755",
            "0:42 640",
            "uid=33(www-data) gid=33(www-data) groups=33(www-data)",
            "installed 33:50 755 []",
            "link 7:8 777 []",
            "x/file 33:44 4755 []",
            "group/f 0:50 644 []",
            "dir/p 33:33 600 []",
            "srv/p 0:33 2750 []",
            "srv/p/f 107:108 644 []");
    assertThat(run("rootless-single", "", archive)).isEqualTo(full);
  }

  private List<String> run(String isolation, String range, Path archive) throws Exception {
    OrdinaryUser user = new OrdinaryUser(Files.createDirectory(directory.resolve(isolation)));
    return user.run(OwnerChecks.class, range, isolation, archive.toString()).lines().toList();
  }
}
