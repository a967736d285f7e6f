package dev.odograph.cli;

import dev.odograph.activity.BundleReferences;
import dev.odograph.cli.project.AuthorProject;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.worker.DataDirectory;
import dev.odograph.worker.Stores;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say whose code a graph is. */
final class CodeOptions {
    @Option(
            names = "--project",
            paramLabel = "DIR",
            description = "Of this author's project, built where it changed (default: the one here, if any).")
    private @Nullable Path project;

    @Option(
            names = "--bundle",
            paramLabel = "REF",
            description = "Of a pushed bundle: its digest or the first digits, or a branch.")
    private @Nullable String bundle;

    /** The bundle that was asked for by digest or branch; null where it was not. */
    @Nullable
    String reference() {
        if (project != null && bundle != null) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, "--project and --bundle exclude each other: give one of them");
        }
        return bundle;
    }

    /** The project that was asked for, else the one here. */
    Optional<AuthorProject> project() {
        if (reference() != null) {
            return Optional.empty();
        }
        return project == null ? AuthorCode.here() : Optional.of(AuthorProject.open(project));
    }

    /** The graph's bundle; a server is needed only where it was asked for by digest or branch. */
    Bundle load(Common common, Console console, String graph) {
        DataDirectory directory = new DataDirectory(common.home().directory());
        if (reference() != null) {
            StackSession session = StackSession.open(common, console);
            try (Stores stores = Stores.open(session.endpoints(), 2)) {
                return references(stores, session).resolve(bundle, graph).bundle();
            }
        }
        return project == null
                ? AuthorCode.local(directory, graph)
                : AuthorCode.build(directory, AuthorProject.open(project));
    }

    static BundleReferences references(Stores stores, StackSession session) {
        return AuthorCode.references(stores, session.directory());
    }
}
