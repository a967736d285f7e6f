package dev.odograph.client;

/**
 * Why a run failed, was cancelled or is parked.
 *
 * @param code error code
 * @param message the thing, the value and the mend, for a person to read
 */
public record Failure(String code, String message) {}
