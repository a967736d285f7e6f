package dev.odograph.activity;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;

/**
 * The one place where errors become Temporal failures. The failure's type is the error code. USER errors are never tried
 * again; INTERNAL and RESOURCES errors cost at most three attempts; EXTERNAL ones as many as the activity allows.
 */
final class Failures {
    private static final int INTERNAL_ATTEMPTS = 3;

    private Failures() {}

    /** Work that may fail in any way. */
    @FunctionalInterface
    interface Work<T> {
        T run();
    }

    /** Runs work; whatever it throws leaves as a Temporal failure. */
    static <T> T mapped(int attempt, Work<T> work) {
        return mapped(attempt, Integer.MAX_VALUE, work);
    }

    /**
     * Runs work; whatever it throws leaves as a Temporal failure.
     *
     * @param externalAttempts attempts that an EXTERNAL error costs at most
     */
    static <T> T mapped(int attempt, int externalAttempts, Work<T> work) {
        try {
            return work.run();
        } catch (TemporalFailure | ActivityCompletionException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failure(typed(e), attempt, externalAttempts);
        }
    }

    /** The error with its code; an unexpected one is a defect. */
    static OdographException typed(Throwable error) {
        return error instanceof OdographException known
                ? known
                : new OdographException(
                        ErrorCode.INTERNAL_ERROR,
                        "A defect of Odograph: " + error + ". Report it with this message",
                        error);
    }

    private static boolean lastAttempt(OdographException error, int attempt, int externalAttempts) {
        return switch (error.code().category()) {
            case USER -> true;
            case INTERNAL, RESOURCES -> attempt >= INTERNAL_ATTEMPTS;
            case EXTERNAL -> attempt >= externalAttempts;
        };
    }

    private static ApplicationFailure failure(OdographException error, int attempt, int externalAttempts) {
        // Without the cause: its traces exceed what Temporal keeps of a failure, and the message says what they say.
        return ApplicationFailure.newBuilder()
                .setMessage(error.getMessage())
                .setType(error.code().name())
                .setNonRetryable(lastAttempt(error, attempt, externalAttempts))
                .build();
    }
}
