package dev.odograph.host;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far this machine lets step hosts be locked in.
 *
 * @param ownGroup whether a host gets a process group, so that a kill reaches what it started
 * @param noNetwork whether a host gets an empty network namespace
 * @param detail for people: what is in force, or why it is not and what mends it
 */
public record HostSandbox(boolean ownGroup, boolean noNetwork, String detail) {
    private static final Logger LOG = LoggerFactory.getLogger(HostSandbox.class);

    /** Tries it out once, and warns where steps would have the network. */
    public static HostSandbox probe() {
        boolean ownGroup = succeeds(List.of("setsid", "true"));
        boolean noNetwork = ownGroup && succeeds(List.of("setsid", "unshare", "-Urn", "true"));
        if (noNetwork) {
            return new HostSandbox(true, true, "steps run without network (unshare -Urn)");
        }
        String detail = "steps have this machine's network: \"unshare -Urn true\" is refused here;"
                + " allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1,"
                + " kernel.apparmor_restrict_unprivileged_userns=0) or run only graphs you trust";
        LOG.warn("Step hosts are not isolated: {}", detail);
        return new HostSandbox(ownGroup, false, detail);
    }

    /** What stands before {@code java} in a host's command. Each program replaces itself, so the pid stays. */
    List<String> prefix() {
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
