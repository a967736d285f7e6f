package dev.odograph.graph;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.Tolerance;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The small languages of columns and parameters in the header of a metric's file. */
final class SqlMetricWords {
    private static final Pattern REMARK = Pattern.compile("\\s+#.*$");
    private static final Pattern COLUMN = Pattern.compile("(\\S+)(?:\\s+([^\\s\\[]+))?\\s*(?:\\[([^]]*)])?\\s*(.*)");
    private static final Set<String> FLAGS = Set.of("key", "nullable", "nan");
    private static final Pattern PARAMETER =
            Pattern.compile("(\\w+)\\s*=\\s*(true|false|'[^']*'|[-+]?[0-9][0-9_.eE+-]*)\\s*(?:\\[([^]]*)])?");

    private static final String NUMBER = "([0-9][0-9.]*(?:[eE][-+]?[0-9]+)?)";
    private static final Pattern TOLERANCE =
            Pattern.compile("(?:absolute\\s+" + NUMBER + ")?(?:^|$|\\s*,?\\s+)(?:relative\\s+" + NUMBER + ")?");

    private SqlMetricWords() {}

    /**
     * A column: {@code NAME TYPE [UNIT] key nullable nan # remark}.
     *
     * @param wrong gets what is wrong with it
     */
    static Optional<ColumnSpec> column(String words, List<String> wrong) {
        Matcher matcher = COLUMN.matcher(REMARK.matcher(words).replaceFirst("").strip());
        if (!matcher.matches()) {
            wrong.add("\"" + words + "\" is no column: write NAME TYPE [UNIT], such as speed_mps float64 [m/s]");
            return Optional.empty();
        }
        String name = matcher.group(1);
        ColumnType type = type(matcher.group(2));
        if (type == null) {
            wrong.add("column \"" + name + "\" has "
                    + (matcher.group(2) == null || FLAGS.contains(matcher.group(2))
                            ? "no type"
                            : "type \"" + matcher.group(2) + "\", which no column has")
                    + ": use one of " + types());
        }
        String unit = matcher.group(3);
        if (unit != null && unit.isBlank()) {
            wrong.add("column \"" + name + "\" has an empty unit: write it in the brackets, or drop them");
        }
        Set<String> flags = new HashSet<>();
        for (String flag :
                matcher.group(4).isBlank() ? new String[0] : matcher.group(4).split("\\s+")) {
            if (!FLAGS.contains(flag)) {
                wrong.add("column \"" + name + "\": \"" + flag
                        + "\" is unknown: after type and [unit] may stand key, nullable, nan, and a remark after #");
            } else if (!flags.add(flag)) {
                wrong.add("column \"" + name + "\": " + flag + " is there twice: write it once");
            }
        }
        return type == null
                ? Optional.empty()
                : Optional.of(new ColumnSpec(
                        name,
                        type,
                        flags.contains("nullable"),
                        flags.contains("key"),
                        unit == null ? null : unit.strip(),
                        flags.contains("nan")));
    }

    /** A parameter {@code NAME = DEFAULT [UNIT]}; its type is that of the default. */
    static Optional<ParameterSpec> parameter(String words) {
        Matcher matcher =
                PARAMETER.matcher(REMARK.matcher(words).replaceFirst("").strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            Object value = value(matcher.group(2));
            String unit = matcher.group(3);
            return Optional.of(
                    new ParameterSpec(matcher.group(1), Values.type(value), value, unit == null ? null : unit.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A tolerance {@code absolute A, relative R}, or one of them. */
    static Optional<Tolerance> tolerance(String words) {
        Matcher matcher = TOLERANCE.matcher(words);
        if (!matcher.matches() || (matcher.group(1) == null && matcher.group(2) == null)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Tolerance(number(matcher.group(1)), number(matcher.group(2))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static double number(@Nullable String text) {
        return text == null ? 0 : Double.parseDouble(text);
    }

    /** How a field is written, for messages. */
    static String example(String field) {
        return switch (field) {
            case "metric" -> "-- metric: NAME 1.0";
            case "tolerance" -> "-- tolerance: absolute 0.001, relative 1e-6";
            case "measure" -> "-- measure: hard_brakes per 1000 distance_km, lower is better";
            case "check" -> SqlMetricChecks.EXAMPLE;
            case "parameter" -> "-- parameter: limit_s = 4.0 [s]";
            case "source" -> "-- source: samples (or -- source: tracks from objects, for table \"objects\")";
            default -> "-- " + field + ": …";
        };
    }

    /** The field that may be meant, for the end of a message; empty where none is near. */
    static String nearest(String word, List<String> known) {
        String plain = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(candidate -> candidate.startsWith(plain.substring(0, Math.min(3, plain.length()))))
                .findFirst()
                .map(candidate -> "; did you mean \"" + candidate + "\"?")
                .orElse("");
    }

    private static Object value(String text) {
        if (text.startsWith("'")) {
            return text.substring(1, text.length() - 1);
        }
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        boolean whole = text.matches("[-+]?[0-9]+");
        return whole ? (Object) Long.valueOf(text) : (Object) Double.valueOf(text);
    }

    private static @Nullable ColumnType type(@Nullable String word) {
        return Arrays.stream(ColumnType.values())
                .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElse(null);
    }

    private static String types() {
        return Arrays.stream(ColumnType.values())
                .map(type -> type.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
