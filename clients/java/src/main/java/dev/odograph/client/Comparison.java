package dev.odograph.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Whether metrics got better or worse.
 *
 * @param verdict in a word
 * @param answer all that was found, as the command's JSON: {@code metrics} with effects, intervals and p-values, and more
 */
public record Comparison(String verdict, JsonNode answer) {}
