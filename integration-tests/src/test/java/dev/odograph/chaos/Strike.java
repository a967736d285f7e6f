package dev.odograph.chaos;

import java.util.concurrent.CompletableFuture;

/**
 * A fault that hit work in flight.
 *
 * @param fault which
 * @param detail what it hit, for the log
 * @param mended ends when its effect is over
 */
record Strike(Fault fault, String detail, CompletableFuture<Void> mended) {
    static Strike done(Fault fault, String detail) {
        return new Strike(fault, detail, CompletableFuture.completedFuture(null));
    }
}
