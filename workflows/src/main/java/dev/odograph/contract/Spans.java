package dev.odograph.contract;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 90s}, {@code 10m}, {@code 6h}, {@code 1d}. */
public final class Spans {
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})([smhd])");

    private Spans() {}

    /** Reads one; empty where it is none. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    /** Reads one of whole minutes, at least one; empty where it is none. */
    public static Optional<Duration> minutes(String text) {
        return parse(text).filter(span -> span.toMinutes() > 0 && span.toSecondsPart() == 0);
    }
}
