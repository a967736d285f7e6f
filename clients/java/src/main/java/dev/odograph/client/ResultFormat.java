package dev.odograph.client;

/** Forms of rows. */
public enum ResultFormat {
    /** An array of objects, in UTF-8. */
    JSON("application/json"),
    /** With a line of names, in UTF-8. */
    CSV("text/csv"),
    /** One file. */
    PARQUET("application/vnd.apache.parquet"),
    /** A stream of record batches. */
    ARROW("application/vnd.apache.arrow.stream");

    private final String mediaType;

    ResultFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** Its media type. */
    public String mediaType() {
        return mediaType;
    }

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
