package dev.odograph.graph;

/**
 * A graph as its author declares it. The class is public and has a public constructor without arguments. Its name is the
 * class name in snake_case: {@code CarFollowing} is {@code car_following}. Listed for a bundle as a
 * {@link java.util.ServiceLoader} provider.
 */
public interface GraphDefinition {
    /** Declares steps and metrics on {@code g}. Called at build, push and in tests; never where a run executes. */
    void define(Graph g);
}
