package dev.odograph.dataset;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.regex.Pattern;

/**
 * The name of a dataset in its namespace, as text {@code namespace/name}. Both begin with a letter or digit, continue
 * with letters, digits, {@code _ . -}, and have at most 128 characters; NAME_INVALID otherwise.
 */
public record DatasetName(String namespace, String name) {
    /** The namespace of names without one. */
    public static final String DEFAULT_NAMESPACE = "default";

    private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");

    /** Checks both names. */
    public DatasetName {
        check("namespace", namespace);
        check("dataset name", name);
    }

    /** Reads {@code name} or {@code namespace/name}. */
    public static DatasetName of(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new DatasetName(DEFAULT_NAMESPACE, text)
                : new DatasetName(text.substring(0, slash), text.substring(slash + 1));
    }

    /** {@code name} in the default namespace, else {@code namespace/name}. */
    @Override
    public String toString() {
        return namespace.equals(DEFAULT_NAMESPACE) ? name : namespace + "/" + name;
    }

    private static void check(String what, String text) {
        if (!VALID.matcher(text).matches()) {
            throw new OdographException(
                    ErrorCode.NAME_INVALID,
                    what + " " + Shown.quoted(text)
                            + " is not valid: begin with a letter or digit and use letters, digits,"
                            + " '_', '.', '-', at most 128 characters");
        }
    }
}
