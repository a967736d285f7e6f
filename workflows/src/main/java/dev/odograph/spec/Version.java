package dev.odograph.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version {@code major.minor}: schema changes are additive within a major. */
public record Version(int major, int minor) implements Comparable<Version> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

    /** Reads {@code major.minor}. */
    @JsonCreator
    public static Version parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new OdographException(
                    ErrorCode.NAME_INVALID,
                    "Version \"" + text + "\" is not of the form major.minor: write two whole numbers, such as 1.0");
        }
        return new Version(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public int compareTo(Version other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @JsonValue
    @Override
    public String toString() {
        return major + "." + minor;
    }
}
