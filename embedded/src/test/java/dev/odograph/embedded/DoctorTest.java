package dev.odograph.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    Path directory;

    @Test
    void namesAMendForEachThingThatIsMissing() {
        Doctor doctor = new Doctor(Map.of("PATH", directory.toString(), "ODOGRAPH_CACHE", directory.toString()));
        assertThat(doctor.examine(directory.resolve("home")))
                .filteredOn(check -> !check.ok())
                .extracting(Doctor.Check::name)
                .contains("g++", "clickhouse", "temporal", "docker");
        assertThat(doctor.examine(directory.resolve("home")))
                .allSatisfy(check -> assertThat(check.mend().isEmpty()).isEqualTo(check.ok()));
        assertThat(directory.resolve("home")).doesNotExist();
    }

    @Test
    void needsNoDownloadForAConfiguredServer() {
        Doctor doctor = new Doctor(Map.of("ODOGRAPH_CLICKHOUSE_URL", "http://somewhere:8123"));
        assertThat(doctor.examine(directory))
                .filteredOn(check -> check.name().equals("clickhouse"))
                .singleElement()
                .satisfies(check -> assertThat(check.ok()).isTrue());
    }
}
