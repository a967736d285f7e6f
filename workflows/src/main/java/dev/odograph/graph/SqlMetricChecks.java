package dev.odograph.graph;

import dev.odograph.spec.StepSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules in the header of a metric's file: {@code -- check: TABLE RULE COLUMN … [warn] [share 0.01 | rows 5]}. */
final class SqlMetricChecks {
    static final String EXAMPLE = "-- check: samples range speed_mps 0 90 warn share 0.001";

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private final Map<String, CheckRules> rules = new LinkedHashMap<>();

    /**
     * Takes one line.
     *
     * @param value what stands after the field's name
     * @return what is wrong with it; empty where it is well
     */
    String add(String value) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(value);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        if (words.size() < 2) {
            return "\"" + value + "\" is no check: write " + EXAMPLE;
        }
        CheckRules collected = rules.computeIfAbsent(words.getFirst(), table -> new CheckRules());
        List<String> modifiers = new ArrayList<>();
        List<String> rule = split(words.subList(1, words.size()), modifiers);
        List<String> arguments = rule.subList(1, rule.size());
        try {
            boolean known = add(collected, rule.getFirst(), arguments);
            return known
                    ? modify(collected, modifiers)
                    : "there is no rule \"" + rule.getFirst()
                            + "\" in a file: use not_null, unique, range, allowed, matches, increasing, strictly_increasing or"
                            + " row_count, as in " + EXAMPLE;
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return "\"" + value + "\" is no rule " + rule.getFirst() + ": write " + example(rule.getFirst());
        }
    }

    /** Where the words of the threshold and the severity begin: from the end, since values come before. */
    private static List<String> split(List<String> words, List<String> modifiers) {
        int end = words.size();
        while (end > 1) {
            if (words.get(end - 1).equals("warn")) {
                end--;
            } else if (end > 2
                    && (words.get(end - 2).equals("share") || words.get(end - 2).equals("rows"))) {
                end -= 2;
            } else {
                break;
            }
        }
        modifiers.addAll(words.subList(end, words.size()));
        return words.subList(0, end);
    }

    private static boolean add(CheckRules rules, String rule, List<String> words) {
        String[] all = words.toArray(String[]::new);
        switch (rule) {
            case "not_null" -> rules.notNull(all);
            case "unique" -> rules.unique(all);
            case "range" -> rules.range(words.get(0), bound(words.get(1)), bound(words.get(2)));
            case "allowed" ->
                rules.allowed(words.getFirst(), words.subList(1, words.size()).toArray());
            case "matches" -> rules.matches(words.get(0), words.get(1));
            case "increasing" -> rules.increasing(words.getFirst());
            case "strictly_increasing" -> rules.strictlyIncreasing(words.getFirst());
            case "row_count" -> rules.rowCount(Long.parseLong(words.get(0)), Long.parseLong(words.get(1)));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static double bound(String word) {
        return switch (word) {
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "inf" -> Double.POSITIVE_INFINITY;
            default -> Double.parseDouble(word);
        };
    }

    private static String modify(CheckRules rules, List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "warn" -> rules.warn();
                case "share" -> rules.upToShare(Double.parseDouble(words.get(++i)));
                default -> rules.upToRows(Long.parseLong(words.get(++i)));
            }
        }
        return "";
    }

    private static String example(String rule) {
        return switch (rule) {
            case "range" -> "range COLUMN MINIMUM MAXIMUM, with -inf or inf for no bound";
            case "matches" -> "matches COLUMN 'PATTERN'";
            case "row_count" -> "row_count MINIMUM MAXIMUM";
            default -> rule + " COLUMN …, and after it warn, share 0.01 or rows 5";
        };
    }

    /** Names of the tables that rules are about. */
    List<String> tables() {
        return List.copyOf(rules.keySet());
    }

    /** Adds a step and, where rules are about it, a check of its name that reads it under another. */
    void add(List<StepSpec> steps, String table, String step, java.util.function.Function<String, StepSpec> made) {
        CheckRules collected = rules.get(table);
        if (collected == null || collected.rules().isEmpty()) {
            steps.add(made.apply(step));
            return;
        }
        StepSpec unchecked = made.apply(step + "_unchecked");
        steps.add(unchecked);
        steps.add(new StepSpec.Check(step, List.of(unchecked.name()), unchecked.output(), collected.rules()));
    }
}
