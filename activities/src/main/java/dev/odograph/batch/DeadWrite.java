package dev.odograph.batch;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A write that was given up and may have left rows in ClickHouse.
 *
 * @param writeNo its number
 * @param table the ClickHouse table it went to
 * @param deadFor how long it has been DEAD, by PostgreSQL's clock
 */
public record DeadWrite(long writeNo, String table, Duration deadFor) {
    public DeadWrite {
        requireNonNull(table, "table is null");
        requireNonNull(deadFor, "deadFor is null");
    }
}
