package dev.odograph.query;

import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.DatasetName;
import dev.odograph.dataset.DatasetStore;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Datasets by their names, with near names where there is none. */
public final class NamedDatasets {
    private NamedDatasets() {}

    /**
     * A version of a dataset.
     *
     * @param version null for the newest
     * @throws OdographException NAME_INVALID; DATASET_NOT_FOUND, with names that may be meant
     */
    public static Dataset load(DatasetStore datasets, String name, @Nullable Integer version) {
        DatasetName parsed = DatasetName.of(name);
        if (datasets.find(parsed).isEmpty()) {
            List<String> there =
                    datasets.list().stream().map(one -> one.name().toString()).toList();
            List<String> near = Nearest.of(parsed.toString(), there);
            throw new OdographException(
                    ErrorCode.DATASET_NOT_FOUND,
                    "Dataset \"" + parsed + "\" is not there"
                            + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?")
                            + ". ./odograph dataset list shows those that are");
        }
        return datasets.load(parsed, version);
    }
}
