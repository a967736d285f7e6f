package dev.odograph.dataset;

/**
 * What an import did.
 *
 * @param dataset the version that now is the latest
 * @param changed whether a version was made; false where the dataset held just that content before
 * @param segments segments that were added or replaced
 * @param unchanged segments that were there with the same content
 */
public record ImportResult(Dataset dataset, boolean changed, long segments, long unchanged) {}
