package dev.odograph.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.contract.FailurePolicy;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunLimits;
import dev.odograph.error.OdographException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AskedRunTest {
    @Test
    void aBodyBecomesTheInputThatACommandWouldGive() {
        StartRun body = new StartRun(
                "car_following",
                "1.0",
                "main",
                "team/fleet@3",
                Map.of("ttc_limit_s", 3),
                "ci",
                "park",
                1_000L,
                new StartRun.Limits(4, Map.of("pairs", 2)),
                null,
                "nightly-7");

        assertThat(AskedRun.input(body))
                .isEqualTo(new RunInput(
                        "car_following",
                        "1.0",
                        "main",
                        "team/fleet@3",
                        Map.of("ttc_limit_s", 3),
                        Purpose.CI,
                        FailurePolicy.PARK,
                        1_000L,
                        new RunLimits(4, Map.of("pairs", 2))));
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        StartRun body = new StartRun(null, "one", null, "a@b", null, null, null, 0L, null, null, null);

        assertThatThrownBy(() -> AskedRun.input(body))
                .hasMessage(
                        "graph is missing: give a name in snake_case; dataset is \"a@b\": give the name of a dataset,"
                                + " or name@version; version is \"one\": give major.minor, such as 1.0; target_rows is 0: give a"
                                + " whole number of at least 1");
    }

    @Test
    void anEmptyBodyIsRefused() {
        assertThatThrownBy(() -> AskedRun.input(null)).hasMessageContaining("The body is empty: send {\"graph\"");
    }

    @Test
    void aParameterThatIsNoPlainValueIsRefused() {
        assertThatThrownBy(() -> AskedRun.input(of(Map.of("limit_s", List.of(1)), null, null)))
                .hasMessage("parameter \"limit_s\" is [1]: give a number, a text, true or false");
        assertThatThrownBy(() -> AskedRun.input(of(Map.of("Limit", 1), null, null)))
                .hasMessage("parameter \"Limit\" is no name in snake_case");
    }

    @Test
    void aPurposeAndAnIdThatAreNoneAreRefused() {
        assertThatThrownBy(() -> AskedRun.input(of(Map.of(), "nightly", null)))
                .hasMessage("Purpose \"nightly\" is unknown: choose one of adhoc, ci, backfill, production");
        assertThatThrownBy(() -> AskedRun.input(of(Map.of(), null, "-x")))
                .hasMessageStartingWith("Run id \"-x\" is not valid");
    }

    @ParameterizedTest
    @CsvSource({"30s, 30000", "30, 30000", "500ms, 500", "0s, 0", "60S, 60000"})
    void aWaitIsInSecondsOrMilliseconds(String word, long millis) {
        assertThat(Words.wait(word)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"61s", "1m", "", "-1s", "1.5s", "60001ms"})
    void aWaitThatIsTooLongOrNoneIsRefused(String word) {
        assertThatThrownBy(() -> Words.wait(word))
                .isInstanceOf(OdographException.class)
                .hasMessageStartingWith("wait is \"" + word + "\": give");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "501", "ten", "", "-1"})
    void aLimitThatIsNoneIsRefused(String word) {
        assertThatThrownBy(() -> Words.limit(word))
                .hasMessage("limit is \"" + word + "\": give a whole number from 1 to 500");
    }

    private static StartRun of(Map<String, Object> parameters, @Nullable String purpose, @Nullable String runId) {
        return new StartRun("car_following", null, null, "fleet", parameters, purpose, null, null, null, null, runId);
    }
}
