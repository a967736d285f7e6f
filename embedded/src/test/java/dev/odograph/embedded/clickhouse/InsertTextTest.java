package dev.odograph.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InsertTextTest {
    private static final Path FILE = Path.of("/spool/f");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INSERT INTO t FORMAT CSV | INSERT INTO t  FROM INFILE '/spool/f'  FORMAT CSV
            insert into t (a) values | insert into t (a)  FROM INFILE '/spool/f'  FORMAT Values
            INSERT INTO t SETTINGS x=1 FORMAT CSV | INSERT INTO t  FROM INFILE '/spool/f' SETTINGS x=1  FORMAT CSV
            INSERT INTO "FORMAT" FORMAT CSV | INSERT INTO "FORMAT"  FROM INFILE '/spool/f'  FORMAT CSV
            INSERT INTO t | INSERT INTO t FROM INFILE '/spool/f'  FORMAT TSV
            INSERT INTO t SELECT *, 7 FROM input('a Int') FORMAT CSV | INSERT INTO t SELECT *, 7 FROM file('/spool/f', 'CSV', 'a Int')
            INSERT INTO t SELECT f(')') FROM input('a Decimal(3,2)') WHERE a>1 FORMAT CSV | INSERT INTO t SELECT f(')') FROM file('/spool/f', 'CSV', 'a Decimal(3,2)') WHERE a>1
            """)
    void readsDataFromTheFile(String sql, String expected) {
        assertThat(InsertText.parse(sql).readingFrom(FILE, "TSV").strip()).isEqualTo(expected.strip());
    }

    @Test
    void findsDataBehindTheFormatOnly() {
        String sql = "INSERT INTO t /* FORMAT x */ (a) FORMAT CSV\n1\n2\n";
        InsertText insert = InsertText.parse(sql);
        assertThat(sql.substring(insert.dataStart())).isEqualTo("1\n2\n");
        assertThat(InsertText.parse("INSERT INTO t SELECT 1").dataStart()).isEqualTo(-1);
    }

    @Test
    void refusesAnOpenBracket() {
        assertThatThrownBy(() -> InsertText.parse("INSERT INTO t SELECT * FROM input('a Int'")
                        .readingFrom(FILE, "CSV"))
                .hasMessageContaining("SYNTAX_ERROR");
    }

    @Test
    void aKillOfSomeKillsThoseAndNoOthers() {
        assertThat(QueryTag.translateKill("KILL QUERY WHERE query_id IN ('a', 'b') ASYNC"))
                .isEqualTo("KILL QUERY WHERE query_id IN (SELECT query_id FROM system.processes WHERE"
                        + " splitByChar('\\n', Settings['log_comment'])[1] IN ('a', 'b')) ASYNC");
        assertThat(QueryTag.translateKill("KILL QUERY WHERE query_id = 'a'")).endsWith("[1] IN ('a')) ASYNC");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            KILL QUERY WHERE query_id = 'a' | true
            kill query where query_id='a\\'b' SYNC | true
            KILL QUERY WHERE query_id IN ('a', 'b\\'c') ASYNC | true
            KILL QUERY WHERE query_id IN () | false
            KILL QUERY WHERE query_id IN ('a') OR 1 | false
            KILL QUERY WHERE user = 'a' | false
            SELECT 1 | false
            """)
    void translatesOnlyKillsByQueryId(String sql, boolean translated) {
        assertThat(QueryTag.isKill(sql)).isEqualTo(translated);
        assertThat(QueryTag.translateKill(sql).endsWith("ASYNC")).isEqualTo(translated);
    }
}
