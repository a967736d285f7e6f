package dev.odograph.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor as a process of its own. */
class SupervisionIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @AfterEach
    void stop() throws InterruptedException {
        Supervision.down(EmbeddedHome.open(directory.resolve("home")), PATIENCE);
    }

    @Test
    void outlivesASecondUpAndItsOwnDeathAndStopsTheExtraFirst() throws Exception {
        EmbeddedHome home = EmbeddedHome.open(directory.resolve("home"));
        ExtraPart extra = new ExtraPart(
                "page",
                List.of("python3", "-m", "http.server", "--bind", "127.0.0.1", "${port}"),
                Map.of("PAGE_HOME", "${home}"),
                "http://127.0.0.1:${port}/");
        List<String> said = new ArrayList<>();
        StackStatus first = Supervision.up(home, List.of(extra), Map.of(), PATIENCE, said::add);
        assertThat(first.parts())
                .extracting(PartStatus::name)
                .containsExactlyInAnyOrder("postgresql", "clickhouse", "temporal", "page");
        assertThat(said).anyMatch(line -> line.startsWith("page runs at http://127.0.0.1:"));

        StackStatus second = Supervision.up(home, List.of(extra), Map.of(), PATIENCE, said::add);
        assertThat(second).isEqualTo(first);

        ProcessHandle supervisor = ProcessHandle.of(first.supervisorPid()).orElseThrow();
        supervisor.destroyForcibly();
        supervisor.onExit().get(10, TimeUnit.SECONDS);
        assertThat(StackStatus.load(home).running()).isFalse();

        StackStatus third = Supervision.up(home, List.of(extra), Map.of(), PATIENCE, said::add);
        assertThat(third.supervisorPid()).isNotEqualTo(first.supervisorPid());
        assertThat(third.parts())
                .extracting(PartStatus::address)
                .containsExactlyInAnyOrderElementsOf(
                        first.parts().stream().map(PartStatus::address).toList());
        assertThat(Files.readString(home.log("supervisor"))).contains("was left by a killed supervisor: ending it");

        assertThat(Supervision.down(home, PATIENCE)).isTrue();
        assertThat(Supervision.down(home, PATIENCE)).isFalse();
        assertThat(third.parts()).noneMatch(part -> ProcessHandle.of(part.pid()).isPresent());
    }
}
