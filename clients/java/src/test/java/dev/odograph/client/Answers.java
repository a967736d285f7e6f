package dev.odograph.client;

import java.time.Duration;

/** What a server may say. */
final class Answers {
    private Answers() {}

    /** A client that loses no time. */
    static Odograph client(FaultServer server) {
        return client(server, Duration.ofSeconds(10));
    }

    static Odograph client(FaultServer server, Duration patience) {
        return new Odograph(Transport.of(
                server.address(),
                "secret",
                new Limits(patience, Duration.ofMillis(400), Duration.ofSeconds(2), Duration.ofSeconds(2))));
    }

    /** With a field that no client knows. */
    static String run(RunStatus status) {
        String failure = status == RunStatus.FAILED || status == RunStatus.PARKED
                ? "{\"code\":\"RUN_INCOMPLETE\",\"message\":\"1 of 2 failed\"}"
                : "null";
        return ("{\"run_id\":\"r 1\",\"status\":\"%s\",\"graph\":\"g\",\"graph_version\":\"1.0\",\"dataset\":\"d\","
                        + "\"dataset_version\":3,\"purpose\":\"ci\",\"owner\":null,\"parameters\":{\"limit_s\":3.5},"
                        + "\"sample\":null,\"metrics\":[\"m\"],\"coverage\":{\"segments\":1,\"planned_segments\":2,"
                        + "\"distance_m\":10.5,\"planned_distance_m\":21.0},\"outputs\":null,\"failure\":%s,\"note\":null,"
                        + "\"created_at\":\"2026-11-26T12:00:00.5Z\",\"started_at\":null,\"finished_at\":null,"
                        + "\"links\":{\"self\":\"/api/runs/r\",\"page\":\"/runs/r\"},\"of_tomorrow\":{\"a\":[1]}}")
                .formatted(status, failure);
    }

    static FaultServer.Step stands(RunStatus status) {
        return FaultServer.json(200, run(status));
    }

    static FaultServer.Step accepted() {
        return FaultServer.json(202, run(RunStatus.PENDING));
    }

    static FaultServer.Step failures() {
        return FaultServer.json(
                200,
                "{\"items\":[{\"code\":\"STEP_CRASHED\",\"stage\":\"ttc\",\"count\":1,\"partition\":0,\"segment_id\":\"s\","
                        + "\"message\":\"signal 11\"}],\"next\":null}");
    }

    static String event(int id) {
        return ("id: %d\nevent: dev.odograph.run.succeeded\ndata: {\"specversion\":\"1.0\",\"id\":\"%d\","
                        + "\"type\":\"dev.odograph.run.succeeded\",\"subject\":\"r 1\",\"time\":\"2026-11-26T12:00:00Z\","
                        + "\"data\":{\"status\":\"SUCCEEDED\"}}\n\n")
                .formatted(id, id);
    }
}
