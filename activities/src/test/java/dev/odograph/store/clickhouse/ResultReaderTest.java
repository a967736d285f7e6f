package dev.odograph.store.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResultReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "segment_id, t_ms, write_no | segment_id, t_ms",
                "segment_id, write_no | segment_id",
                "write_no | ''",
                "(write_no) | ''",
                "`order`, `write_no` | `order`",
                "my_write_no, write_no | my_write_no"
            })
    void rowsAreInOrderOfTheKeyWithoutTheWrite(String sortingKey, String order) {
        assertThat(ResultReader.withoutWriteNo(sortingKey)).isEqualTo(order);
    }
}
