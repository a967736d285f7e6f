package dev.odograph.client;

/**
 * Where there is more of a run.
 *
 * @param self path of the run in the API
 * @param events path of its events in the API
 * @param page path of its page
 * @param temporal address of its workflow in the Temporal UI
 */
public record RunLinks(String self, String events, String page, String temporal) {}
