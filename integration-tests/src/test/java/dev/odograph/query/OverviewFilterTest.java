package dev.odograph.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.contract.Purpose;
import dev.odograph.query.OverviewFilter.Sort;
import dev.odograph.query.OverviewFilter.Standing;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverviewFilterTest {
    @Test
    void anAddressWithoutParametersAsksForEverything() {
        assertThat(OverviewFilter.of(Map.<String, String>of()::get)).isEqualTo(OverviewFilter.ALL);
        assertThat(OverviewFilter.of(Map.of("graph", " ", "status", "")::get)).isEqualTo(OverviewFilter.ALL);
    }

    @Test
    void everyParameterIsRead() {
        Map<String, String> address = Map.of(
                "graph", "g", "dataset", "d", "owner", "o", "purpose", "ci", "status", "PARKED", "sort", "oldest",
                "limit", "7");

        assertThat(OverviewFilter.of(address::get))
                .isEqualTo(new OverviewFilter("g", "d", "o", Purpose.CI, Standing.PARKED, Sort.OLDEST, 7));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    status  | runing | status is "runing"; did you mean running? It is one of running, parked, failed, succeeded
                    purpose | prod   | purpose is "prod"; did you mean production? It is one of adhoc, ci, backfill, production
                    sort    | x      | sort is "x": it is one of attention, newest, oldest, graph, dataset
                    limit   | 0      | limit is "0": give a whole number from 1 to 500
                    limit   | 501    | limit is "501": give a whole number from 1 to 500
                    limit   | 1e3    | limit is "1e3": give a whole number from 1 to 500
                    """)
    void aValueThatIsNoneIsRefusedWithThoseThatAre(String name, String value, String message) {
        assertThatThrownBy(() -> OverviewFilter.of(Map.of(name, value)::get)).hasMessage(message);
    }
}
