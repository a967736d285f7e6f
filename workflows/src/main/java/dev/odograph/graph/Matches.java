package dev.odograph.graph;

import dev.odograph.spec.Severity;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Every text of this component that is not null is, as a whole, of a pattern: a rule of the record, checked wherever a
 * step puts out rows of it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Matches {
    /** A regular expression without look-around. */
    String value();

    /** What becomes of a partition whose rows break it. */
    Severity severity() default Severity.ERROR;

    /** Share of a segment's rows that may break it; 0 for none. */
    double upToShare() default 0;
}
