package dev.odograph.web;

import dev.odograph.error.ErrorCategory;

/**
 * What a page says that cannot show what it was asked for.
 *
 * @param status HTTP status
 * @param code stable error code
 * @param category who can mend it
 * @param message the thing, the value and the mend
 */
public record Problem(int status, String code, ErrorCategory category, String message) {
    /** Whose turn it is, in a sentence. */
    public String hint() {
        return switch (category) {
            case USER -> "What was asked for is not there, or not right.";
            case EXTERNAL ->
                "A server did not answer. ./odograph status shows each; load this page again after it is mended.";
            case RESOURCES -> "Memory, disk or time ran out. ./odograph doctor looks for the usual causes.";
            case INTERNAL -> "This is a defect of Odograph.";
        };
    }
}
