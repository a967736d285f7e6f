package dev.odograph.api;

import dev.odograph.store.lineage.RegisteredBundle;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A pushed bundle. */
@Schema(name = "Bundle", description = "An author's code as it was pushed. Its contents never change.")
public record BundleAnswer(
        @Schema(description = "SHA-256 of its contents, in hex.")
        String digest,

        @Schema(description = "Name of the author's project.")
        String project,

        @Schema(description = "Names of its graphs.") List<String> graphs,

        @Schema(
                description = "What its kernel libraries were built for, such as linux-amd64; null where it has none.",
                nullable = true)
        @Nullable
        String platform,

        @Schema(description = "Size of its archive, in bytes.")
        long bytes,

        @Schema(description = "Whether it is merged code: it was the head of the protected branch.")
        boolean merged,

        @Schema(description = "Branches that it is the head of now.")
        List<String> branches,

        @Schema(description = "When it was first pushed.") Instant pushedAt,

        @Schema(description = "When a run or a push last named it.")
        Instant usedAt) {
    public BundleAnswer {
        graphs = List.copyOf(graphs);
        branches = List.copyOf(branches);
    }

    static BundleAnswer of(RegisteredBundle bundle, List<String> branches) {
        return new BundleAnswer(
                bundle.digest(),
                bundle.project(),
                bundle.graphs(),
                bundle.platform(),
                bundle.bytes(),
                bundle.merged(),
                branches,
                bundle.pushedAt(),
                bundle.usedAt());
    }
}
