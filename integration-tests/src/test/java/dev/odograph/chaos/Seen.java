package dev.odograph.chaos;

/**
 * What readers see of one metric.
 *
 * @param rows number of rows
 * @param keys number of different keys
 * @param digest order-free digest of the rows, which sees duplicates
 */
record Seen(long rows, long keys, String digest) {}
