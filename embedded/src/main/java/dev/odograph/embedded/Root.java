package dev.odograph.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** PostgreSQL refuses to run as root; in a user namespace of its own root is nobody, and still owns its files. */
final class Root {
    private Root() {}

    /** What to put before a command that must not see itself as root. */
    static List<String> prefix() throws IOException, InterruptedException {
        if (!isRoot()) {
            return List.of();
        }
        List<String> prefix = List.of("unshare", "-U");
        if (Commands.find("unshare", System.getenv()).isEmpty()
                || !Commands.run(Map.of(), Duration.ofSeconds(10), List.of("unshare", "-U", "true"))
                        .isGood()) {
            throw new EmbeddedException(
                    "ROOT_REFUSED",
                    "PostgreSQL does not run as root, and 'unshare -U' does not work here; start as another user, or set "
                            + StackPart.POSTGRESQL.addressVariable());
        }
        return prefix;
    }

    private static boolean isRoot() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.exists(self) && Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"));
    }
}
