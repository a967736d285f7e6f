package dev.odograph.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT 1 | TSV
            SELECT 1 FORMAT CSV | CSV
            SELECT 1 format CSV; -- FORMAT x | CSV
            SELECT 1 FORMAT CSV SETTINGS max_threads = 1 | CSV
            SELECT format('{}', x) FROM t | TSV
            SELECT 1 AS format FROM t | TSV
            SELECT 1 AS format FORMAT CSV | CSV
            SELECT 'FORMAT CSV' | TSV
            """)
    void knowsTheFormatClauseFromNames(String sql, String format) {
        assertThat(SqlText.outputFormat(sql, "TSV")).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT 1; | SELECT 1 INTO OUTFILE '/f' FORMAT `JSON`
            SELECT 1 SETTINGS a = 1 | SELECT 1 SETTINGS a = 1 INTO OUTFILE '/f' FORMAT `JSON`
            SELECT 1 FORMAT CSV SETTINGS a = 1 | SELECT 1 INTO OUTFILE '/f' FORMAT CSV SETTINGS a = 1
            """)
    void sendsTheOutputToAFile(String sql, String expected) {
        assertThat(SqlText.intoFile(sql, Path.of("/f"), "JSON")).isEqualToNormalizingWhitespace(expected);
    }
}
