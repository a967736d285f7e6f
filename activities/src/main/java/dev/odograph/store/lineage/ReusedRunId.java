package dev.odograph.store.lineage;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Refuses a run id that was pinned with other input, and says what differs. */
final class ReusedRunId {
    private ReusedRunId() {}

    static void refuse(NewRun pinned, NewRun asked) {
        if (pinned.inputDigest().equals(asked.inputDigest())) {
            return;
        }
        List<String> differences = differences(pinned, asked);
        throw new OdographException(
                ErrorCode.RUN_ID_REUSED,
                "Run \"" + pinned.runId() + "\" was planned with other input: "
                        + (differences.isEmpty()
                                ? "its input says the same in other words"
                                : String.join("; ", differences))
                        + ". Start the changed run under a new id; what is unchanged is reused");
    }

    private static List<String> differences(NewRun pinned, NewRun asked) {
        List<String> differences = new ArrayList<>();
        differ(differences, "graph", pinned.spec().name(), asked.spec().name());
        differ(
                differences,
                "graph version",
                pinned.spec().version(),
                asked.spec().version());
        differ(differences, "bundle", pinned.bundleDigest(), asked.bundleDigest());
        differ(differences, "dataset", pinned.dataset(), asked.dataset());
        differ(differences, "dataset version", pinned.datasetVersion(), asked.datasetVersion());
        differ(differences, "sample", pinned.sample(), asked.sample());
        differ(differences, "purpose", pinned.purpose(), asked.purpose());
        differ(differences, "failure policy", pinned.failurePolicy(), asked.failurePolicy());
        TreeSet<String> names = new TreeSet<>(pinned.parameters().keySet());
        names.addAll(asked.parameters().keySet());
        for (String name : names) {
            differ(
                    differences,
                    "parameter " + name,
                    pinned.parameters().get(name),
                    asked.parameters().get(name));
        }
        return differences;
    }

    private static void differ(List<String> differences, String what, @Nullable Object pinned, @Nullable Object asked) {
        if (!Objects.equals(pinned, asked)) {
            differences.add(what + " was " + pinned + ", now " + asked);
        }
    }
}
