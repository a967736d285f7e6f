package dev.odograph.graph;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The graph parameters that a {@link JavaStep} reads; none for an empty list. Its {@link StepContext} has no others, so
 * that another parameter's value need not compute the step again. Without it, a step may read all and depends on all.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ReadsParameters {
    /** Names of the parameters. */
    String[] value();
}
