package dev.odograph.plan;

import dev.odograph.spec.Digests;
import dev.odograph.spec.SpecJson;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.StepSpec.Check.Rule;
import dev.odograph.spec.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Identity of what is computed. Nothing of host, attempt, worker, time or order of execution enters a key. See ADR 0001.
 */
public final class Keys {
    /** Raised when the engine's own meaning of a step changes, so that nothing computed before is reused. */
    private static final String STEP_SEMANTICS = "1";

    /** The word of parts that hold values of parameters. */
    public static final String PARAMETERS = "parameters";

    private static final Pattern PARAMETER = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");

    private Keys() {}

    /** Fingerprint of a stage's code, schema and the parameters that it uses. */
    public static String stageFingerprint(Stage stage, Map<String, Object> parameters, CodeFingerprints code) {
        List<String> parts = new ArrayList<>();
        parts.add("stage/" + STEP_SEMANTICS);
        for (StepSpec step : stage.steps()) {
            parts.add(stepFingerprint(step, parameters, code));
        }
        return Digests.sha256Hex(parts.toArray(String[]::new));
    }

    /** Fingerprint of one step. Its own name does not enter; the names of its inputs do, since SQL reads them. */
    public static String stepFingerprint(StepSpec step, Map<String, Object> parameters, CodeFingerprints code) {
        return Digests.sha256Hex(stepParts(step, parameters, code).stream()
                .map(FingerprintPart::value)
                .toArray(String[]::new));
    }

    /** What a step's fingerprint is made of, in order, with words for it: to say why it is another. */
    public static List<FingerprintPart> stepParts(
            StepSpec step, Map<String, Object> parameters, CodeFingerprints code) {
        List<FingerprintPart> parts = new ArrayList<>();
        add(parts, "kind", step.kind());
        add(parts, "schema", SpecJson.write(step.output()));
        step.inputs().forEach(input -> add(parts, "inputs", input));
        switch (step) {
            case StepSpec.Source source -> add(parts, "table", source.table());
            case StepSpec.Sql sql -> sql(parts, sql.sql(), parameters, code);
            case StepSpec.Reduce reduce -> sql(parts, reduce.sql(), parameters, code);
            case StepSpec.Java java -> {
                add(parts, "class", java.className());
                add(parts, "records", java.inputRecord());
                add(parts, "records", java.outputRecord());
                add(parts, "Java code of the bundle", code.java());
                add(parts, PARAMETERS, SpecJson.write(new TreeMap<>(java.readable(parameters))));
            }
            case StepSpec.Kernel kernel -> {
                add(parts, "kernel", kernel.kernel());
                add(parts, "kernel library", code.kernel(kernel.library(), kernel.kernel()));
                add(parts, PARAMETERS, SpecJson.write(new TreeMap<>(kernel.parameters())));
                new TreeMap<>(kernel.parameters())
                        .values()
                        .forEach(value -> used(parts, String.valueOf(value), parameters));
            }
            case StepSpec.Python python -> python(parts, python, parameters, code);
            case StepSpec.Check check -> check(parts, check, parameters, code);
        }
        return List.copyOf(parts);
    }

    /** Key of a stage's output: its fingerprint and the keys of what it reads, in order. */
    public static String artifactKey(String stageFingerprint, List<String> inputKeys) {
        List<String> parts = new ArrayList<>(List.of("artifact", stageFingerprint));
        parts.addAll(inputKeys);
        return Digests.sha256Hex(parts.toArray(String[]::new));
    }

    /** Key of a segment's recordings as an input. */
    public static String segmentKey(SegmentRef segment) {
        return Digests.sha256Hex("segment", segment.segmentId(), segment.contentDigest());
    }

    /** Identity of a metric's rows for a partition in one ClickHouse table. */
    public static String batchId(String namespace, String metric, Version version, String table, String artifactKey) {
        return Digests.sha256Hex("batch", namespace, metric, Integer.toString(version.major()), table, artifactKey);
    }

    private static void sql(
            List<FingerprintPart> parts, String text, Map<String, Object> parameters, CodeFingerprints code) {
        add(parts, "SQL text", text);
        add(parts, "SQL engine", code.sqlEngine());
        used(parts, text, parameters);
    }

    /** Freshness is no part: it is about when a recording was made, and judged when a run is planned. */
    private static void check(
            List<FingerprintPart> parts, StepSpec.Check check, Map<String, Object> parameters, CodeFingerprints code) {
        List<Rule> rules = check.rules().stream()
                .filter(rule -> !rule.rule().equals(Rule.FRESH))
                .toList();
        add(parts, "rules", SpecJson.write(rules));
        for (Rule rule : rules) {
            String query = rule.label() == null ? null : rule.text();
            if (query != null) {
                sql(parts, query, parameters, code);
            }
        }
    }

    /** A Python step is given just the parameters that its text names, so no other can change what it puts out. */
    private static void python(
            List<FingerprintPart> parts, StepSpec.Python step, Map<String, Object> parameters, CodeFingerprints code) {
        add(parts, "function", step.function());
        add(parts, "Python source", step.source());
        new TreeMap<>(step.modules()).forEach((name, text) -> {
            add(parts, "Python modules", name);
            add(parts, "Python modules", text);
        });
        add(parts, "Python environment", code.python(step.lock()));
        TreeMap<String, String> values = new TreeMap<>();
        parameters.forEach((name, value) -> {
            if (step.names(name)) {
                values.put(name, value.getClass().getSimpleName() + ":" + value);
            }
        });
        add(parts, PARAMETERS, values.toString());
    }

    private static void used(List<FingerprintPart> parts, String text, Map<String, Object> parameters) {
        Matcher matcher = PARAMETER.matcher(text);
        TreeMap<String, String> values = new TreeMap<>();
        while (matcher.find()) {
            Object value = parameters.get(matcher.group(1));
            if (value != null) {
                values.put(matcher.group(1), value.getClass().getSimpleName() + ":" + value);
            }
        }
        add(parts, PARAMETERS, values.toString());
    }

    private static void add(List<FingerprintPart> parts, String what, String value) {
        parts.add(new FingerprintPart(what, value));
    }
}
