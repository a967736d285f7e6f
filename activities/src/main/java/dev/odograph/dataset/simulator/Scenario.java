package dev.odograph.dataset.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one segment is about; all of it follows from the fleet's seed and the segment's index, never from the number of
 * segments.
 *
 * @param seed seed of everything within the segment
 * @param vehicle unit that records; the same unit behaves the same in all of its segments
 */
record Scenario(
        String segmentId,
        String scenarioId,
        long seed,
        String vehicle,
        VehicleType type,
        Release release,
        City city,
        Weather weather,
        Instant recordedAt,
        boolean platoon) {
    private static final Instant FIRST_DAY = Instant.parse("2026-01-05T05:00:00Z");
    private static final int DAYS = 56;
    private static final int UNITS = 40;
    private static final String[] STORIES = {"commute", "stop-and-go", "cut-through", "ring-road"};

    static Scenario of(SimulatorOptions options, long index) {
        long seed = Random64.hash(Random64.hash(options.seed(), options.kind().ordinal()), index);
        Random64 random = new Random64(seed);
        int unit = random.below(UNITS);
        boolean platoon = options.kind() == SimulatorOptions.Kind.PLATOON;
        City city = City.ALL[random.below(City.ALL.length)];
        // Drawn even where it is given: everything after it is drawn alike.
        Release drawn = Release.ALL[random.below(Release.ALL.length)];
        String given = options.release();
        Release release = given == null ? drawn : Release.named(given).orElse(drawn);
        Weather weather = Weather.draw(random);
        Duration after = Duration.ofDays(random.below(DAYS)).plusSeconds(random.below(16 * 3600));
        String story = platoon ? STORIES[random.below(STORIES.length)] : "delivery";
        String prefix = platoon ? "sim" : "bot";
        return new Scenario(
                "%s-%016x-%07d".formatted(prefix, options.seed(), index),
                story + "-" + city.name().toLowerCase(java.util.Locale.ROOT).replace(' ', '-'),
                seed,
                (platoon ? "car-" : "robot-") + "%03d".formatted(unit),
                VehicleType.ALL[unit % VehicleType.ALL.length],
                release,
                city,
                weather,
                FIRST_DAY.plus(after),
                platoon);
    }

    /** What the Parquet file's key-value metadata says; the importer reads these keys. */
    Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("recorded_at", recordedAt.toString());
        metadata.put("vehicle", vehicle);
        metadata.put("release", release.name());
        metadata.put("scenario_id", scenarioId);
        metadata.put("scenario_seed", Long.toString(seed));
        metadata.put("tag.city", city.name());
        metadata.put("tag.vehicle_type", platoon ? type.name() : "delivery_robot");
        metadata.put("tag.weather", weather.name().toLowerCase(java.util.Locale.ROOT));
        return metadata;
    }
}
