package dev.odograph.event;

import java.time.Duration;

/**
 * How events are sent to webhooks.
 *
 * @param firstPause pause after the first failure; each further one doubles it, up to an hour
 * @param attempts after so many failures a delivery is given up
 * @param timeout how long an answer may take
 * @param privateAddresses whether addresses of this machine and of private networks are allowed
 */
public record CourierSettings(Duration firstPause, int attempts, Duration timeout, boolean privateAddresses) {
    private static final Duration LONGEST = Duration.ofHours(1);

    /** What holds unless configured: ten attempts over about an hour and a half. */
    public static CourierSettings usual(boolean privateAddresses) {
        return new CourierSettings(Duration.ofSeconds(5), 10, Duration.ofSeconds(10), privateAddresses);
    }

    /**
     * Pause after a failed attempt.
     *
     * @param attempt its number, from 1
     * @param random from 0 to 1: spreads those that failed together
     */
    Duration pause(int attempt, double random) {
        double doubled = firstPause.toMillis() * Math.pow(2, Math.min(attempt - 1, 30));
        return Duration.ofMillis((long) (Math.min(doubled, LONGEST.toMillis()) * (0.5 + random / 2)));
    }
}
