package dev.odograph.contract;

import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as a run's input names it: {@code name} or {@code name@version}.
 *
 * @param name the dataset's name, with its namespace where it has one
 * @param version its version; null for the newest
 */
public record DatasetRef(String name, @Nullable Integer version) {
    public DatasetRef {
        requireNonNull(name, "name is null");
    }

    /**
     * Reads it.
     *
     * @throws OdographException DATASET_NOT_FOUND where what follows the @ is no version
     */
    public static DatasetRef parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return new DatasetRef(text, null);
        }
        try {
            return new DatasetRef(text.substring(0, at), Integer.valueOf(text.substring(at + 1)));
        } catch (NumberFormatException e) {
            throw new OdographException(
                    ErrorCode.DATASET_NOT_FOUND,
                    "Dataset \"" + text + "\": after @ comes a version, a whole number such as 1",
                    e);
        }
    }
}
