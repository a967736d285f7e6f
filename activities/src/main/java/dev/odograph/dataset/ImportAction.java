package dev.odograph.dataset;

/** What an import does to its dataset. */
public enum ImportAction {
    /** Makes a dataset that is not there yet. */
    IMPORT,
    /** Adds segments that the dataset does not hold. */
    ADD,
    /** Puts other content in the place of segments that the dataset holds. */
    REPLACE;

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
