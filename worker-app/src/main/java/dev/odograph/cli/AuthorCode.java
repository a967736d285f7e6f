package dev.odograph.cli;

import dev.odograph.activity.BundleReferences;
import dev.odograph.cli.project.AuthorProject;
import dev.odograph.cli.project.Branches;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.host.bundle.BundleArchive;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.spec.GraphSpec;
import dev.odograph.store.lineage.BundleRegistry;
import dev.odograph.store.lineage.PushedBundle;
import dev.odograph.worker.DataDirectory;
import dev.odograph.worker.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a command's graphs come from: an author's project, what was pushed, or the examples. */
final class AuthorCode {
    private AuthorCode() {}

    /**
     * A pushed bundle.
     *
     * @param bundle the bundle
     * @param branch the branch that it is the head of now
     * @param merged whether that is the protected one
     */
    record Pushed(Bundle bundle, String branch, boolean merged) {}

    /** The project that this process stands in, if it was linked. */
    static Optional<AuthorProject> here() {
        Path here = Path.of("").toAbsolutePath();
        return AuthorProject.isLinked(here) ? Optional.of(AuthorProject.open(here)) : Optional.empty();
    }

    /** The bundle of a project, built where it changed; it stays on this machine. */
    static Bundle build(DataDirectory directory, AuthorProject project) {
        return ExampleBundle.of(directory, project);
    }

    /** The graphs at hand without a server: those of the project here where it has the graph, else the examples. */
    static Bundle local(DataDirectory directory, String graph) {
        return here().map(project -> build(directory, project))
                .filter(bundle -> bundle.graph(graph).isPresent())
                .orElseGet(() -> ExampleBundle.current(directory));
    }

    /**
     * Builds a project's bundle and pushes it.
     *
     * @param asked the branch; null for git's
     * @throws OdographException BUILD_FAILED, GRAPH_INVALID, BUNDLE_INVALID, NAME_INVALID, BRANCH_PROTECTED
     */
    static Pushed push(Stores stores, DataDirectory directory, AuthorProject project, @Nullable String asked) {
        String branch = Branches.configured().of(project.directory(), asked);
        return push(stores, build(directory, project), project.name(), branch);
    }

    /**
     * Pushes a metric's file as the bundle that it is.
     *
     * @param asked the branch; null for that of git where the file is
     * @throws OdographException as a project's push
     */
    static Pushed push(Stores stores, DataDirectory directory, Path file, @Nullable String asked) {
        String branch = Branches.configured().of(file, asked);
        return push(
                stores,
                ExampleBundle.of(directory, file),
                file.toAbsolutePath().getFileName().toString(),
                branch);
    }

    private static Pushed push(Stores stores, Bundle bundle, String project, String branch) {
        Branches branches = Branches.configured();
        boolean merged = branches.isProtected(branch);
        PushedBundle pushed = new PushedBundle(
                bundle.digest(),
                project,
                bundle.graphs().stream().map(GraphSpec::name).toList(),
                bundle.libraries().isEmpty() ? null : platform());
        Path archive = null;
        try {
            archive = Files.createTempFile("odograph-bundle", ".zip");
            BundleArchive.write(bundle, archive);
            new BundleRegistry(stores.postgres()).push(pushed, archive, branch, merged);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.DISK_FULL, "Bundle " + bundle.digest() + " cannot be packed: " + e + "; free space", e);
        } finally {
            delete(archive);
        }
        return new Pushed(bundle, branch, merged);
    }

    /** Finds what a digest or branch means; bundles that are not here are fetched. */
    static BundleReferences references(Stores stores, DataDirectory directory) {
        BundleRegistry registry = new BundleRegistry(stores.postgres());
        return new BundleReferences(new BundleShelf(directory.bundleStore(), registry::fetch), registry);
    }

    /** What kernels that this machine's hosts load were built for. */
    private static String platform() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT) + "-" + System.getProperty("os.arch");
    }

    private static void delete(@Nullable Path archive) {
        if (archive != null) {
            var unused = archive.toFile().delete();
        }
    }
}
