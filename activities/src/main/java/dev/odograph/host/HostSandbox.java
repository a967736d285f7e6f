package dev.odograph.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far this machine lets step hosts be locked in.
 *
 * @param ownGroup whether a host gets a process group, so that a kill reaches what it started
 * @param noNetwork whether a host gets an empty network namespace
 * @param hides whether files can be hidden from a host
 * @param detail for people: what is in force, or why it is not and what mends it
 * @param hidden files and directories that a host must not see, such as those with credentials
 */
public record HostSandbox(boolean ownGroup, boolean noNetwork, boolean hides, String detail, List<Path> hidden) {
    private static final Logger LOG = LoggerFactory.getLogger(HostSandbox.class);

    /**
     * Covers each path, then enters namespaces of its own: a mount that comes from the outer one cannot be taken away
     * there, though author code is root in them.
     */
    private static final String HIDE = "while [ \"$1\" != -- ]; do"
            + " if [ -d \"$1\" ]; then mount -t tmpfs -o size=4k,mode=0500 none \"$1\" || exit 97;"
            + " elif [ -e \"$1\" ]; then mount --bind /dev/null \"$1\" || exit 97; fi; shift; done; shift;"
            + " unset PWD OLDPWD; exec unshare -Urm \"$@\"";

    public HostSandbox {
        hidden = List.copyOf(hidden);
    }

    /** Tries it out once, and warns where steps would have the network. */
    public static HostSandbox probe() {
        boolean ownGroup = succeeds(List.of("setsid", "true"));
        boolean noNetwork = ownGroup && succeeds(List.of("setsid", "unshare", "-Urn", "true"));
        boolean hides =
                noNetwork && succeeds(List.of("setsid", "unshare", "-Urnm", "sh", "-c", HIDE, "sh", "--", "true"));
        if (hides) {
            return new HostSandbox(
                    true, true, true, "steps run without network or the stores' files (unshare -Urnm)", List.of());
        }
        String detail = (noNetwork ? "steps can read the stores' files" : "steps have this machine's network and files")
                + ": \"unshare -Urnm true\" is refused here; allow unprivileged user namespaces"
                + " (sysctl kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0)"
                + " or run only graphs you trust";
        LOG.warn("Step hosts are not isolated: {}", detail);
        return new HostSandbox(ownGroup, noNetwork, false, detail, List.of());
    }

    /** The same, which also hides these files and directories where the machine allows it. */
    public HostSandbox hiding(List<Path> paths) {
        return new HostSandbox(ownGroup, noNetwork, hides, detail, paths);
    }

    /** What stands before {@code java} in a host's command. Each program replaces itself, so the pid stays. */
    List<String> prefix() {
        if (hides) {
            List<String> prefix = new ArrayList<>(List.of("setsid", "unshare", "-Urnm", "sh", "-c", HIDE, "sh"));
            hidden.forEach(path -> prefix.add(path.toAbsolutePath().toString()));
            prefix.add("--");
            return prefix;
        }
        if (noNetwork) {
            return List.of("setsid", "unshare", "-Urn");
        }
        return ownGroup ? List.of("setsid") : List.of();
    }

    private static boolean succeeds(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(5, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            LOG.debug("{} is not there", command, e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
