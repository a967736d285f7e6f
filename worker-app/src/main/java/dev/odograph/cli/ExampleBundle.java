package dev.odograph.cli;

import dev.odograph.cli.project.AuthorProject;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.host.HostLimits;
import dev.odograph.host.HostSandbox;
import dev.odograph.host.HostSettings;
import dev.odograph.host.StepHosts;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.host.bundle.BundleBuilder;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.worker.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The bundle of the graphs in {@code examples/}, built again when the jar or the kernels changed. */
final class ExampleBundle {
    private ExampleBundle() {}

    /**
     * The bundle, which new runs take from now on.
     *
     * @throws OdographException GRAPH_INVALID with all problems of all graphs; BUNDLE_INVALID where the jar is not built
     */
    static Bundle current(DataDirectory directory) {
        BundleShelf shelf = new BundleShelf(directory.bundleStore());
        Path jar = jar();
        Path stamp = directory.bundleStore().resolve("bundles").resolve("examples.stamp");
        try {
            String seen = jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar) + " "
                    + System.getenv("ODOGRAPH_APP");
            if (Files.exists(stamp) && Files.readString(stamp).equals(seen)) {
                return shelf.current();
            }
            Bundle bundle = build(directory, jar);
            shelf.use(bundle);
            Files.writeString(stamp, seen);
            return bundle;
        } catch (IOException e) {
            throw new OdographException(ErrorCode.BUNDLE_INVALID, "The bundle of " + jar + " cannot be built: " + e, e);
        }
    }

    /** The bundle of one jar, or of one metric's {@code .sql} file; what new runs take stays as it is. */
    static Bundle of(DataDirectory directory, Path code) {
        return build(directory, code);
    }

    private static Bundle build(DataDirectory directory, Path code) {
        try (StepHosts hosts = hosts(directory)) {
            return new BundleBuilder(directory.bundleStore(), hosts).build(List.of(code), List.of());
        }
    }

    /** The bundle of an author's project, built where it changed; a host starts meanwhile to read it. */
    static Bundle of(DataDirectory directory, AuthorProject project) {
        try (StepHosts hosts = hosts(directory)) {
            if (project.changed()) {
                hosts.startAhead();
            }
            AuthorProject.Parts parts = project.build();
            return new BundleBuilder(directory.bundleStore(), hosts).build(parts.code(), parts.libraries());
        }
    }

    private static StepHosts hosts(DataDirectory directory) {
        HostSettings settings = HostSettings.of(1, directory.hosts(), directory.hostLogs(), HostLimits.DEFAULT);
        return new StepHosts(settings, HostSandbox.probe().hiding(directory.secrets()));
    }

    private static Path jar() {
        String jar = System.getenv("ODOGRAPH_EXAMPLES");
        if (jar == null || !Files.exists(Path.of(jar))) {
            throw new OdographException(
                    ErrorCode.BUNDLE_INVALID,
                    "ODOGRAPH_EXAMPLES is " + jar + ", where no jar is: use the launcher ./odograph, which builds it");
        }
        return Path.of(jar);
    }
}
