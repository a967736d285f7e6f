package dev.odograph.batch;

import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.odograph.error.OdographException;
import dev.odograph.schema.clickhouse.StatesDdl;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseFailure;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Clears away what died between opening a write and committing it. First the ledger's compare-and-set makes a write
 * DEAD, so that a paused committer can no longer commit it; only then are its query killed and its rows deleted, and
 * deleted again if some appear later. Several sweepers may run at once.
 */
public final class WriteSweeper {
    private static final int UNKNOWN_TABLE = 60;

    private final WriteLedger ledger;
    private final ClickHouse clickhouse;
    private final Duration lease;
    private final Duration quiet;

    /**
     * A sweeper of that ledger and that ClickHouse.
     *
     * @param lease how long a write may stay OPEN; longer than the longest INSERT
     * @param quiet how long a DEAD write is watched for rows that arrive late
     */
    public WriteSweeper(WriteLedger ledger, ClickHouse clickhouse, Duration lease, Duration quiet) {
        this.ledger = ledger;
        this.clickhouse = clickhouse;
        this.lease = lease;
        this.quiet = quiet;
    }

    /** Sweeps once, every write that wants it, however many they are. */
    public SweepReport sweep() {
        SweepReport report = new SweepReport(killOpen(), 0, 0);
        for (List<DeadWrite> dead = ledger.deadUnswept(0);
                !dead.isEmpty();
                dead = ledger.deadUnswept(dead.getLast().writeNo())) {
            report = report.plus(sweep(dead));
        }
        return report;
    }

    private int killOpen() {
        int killed = 0;
        for (List<OpenWrite> open = ledger.openOlderThan(lease); !open.isEmpty(); open = ledger.openOlderThan(lease)) {
            for (OpenWrite each : open) {
                if (ledger.kill(each.writeNo())) {
                    killed++;
                }
            }
        }
        return killed;
    }

    private SweepReport sweep(List<DeadWrite> dead) {
        clickhouse.kill(dead.stream()
                .flatMap(write ->
                        Stream.of(PhysicalWrite.queryId(write.writeNo()), PhysicalWrite.statesQueryId(write.writeNo())))
                .toList());
        long rows = 0;
        List<Long> swept = new ArrayList<>();
        for (Map.Entry<String, List<DeadWrite>> table :
                dead.stream().collect(groupingBy(DeadWrite::table)).entrySet()) {
            Map<Long, Long> left = rowsOf(table.getKey(), table.getValue());
            delete(table.getKey(), new ArrayList<>(left.keySet()));
            String states = StatesDdl.name(table.getKey());
            Map<Long, Long> statesLeft = rowsOf(states, table.getValue());
            delete(states, new ArrayList<>(statesLeft.keySet()));
            rows += left.values().stream().mapToLong(Long::longValue).sum();
            for (DeadWrite write : table.getValue()) {
                if (!left.containsKey(write.writeNo())
                        && !statesLeft.containsKey(write.writeNo())
                        && write.deadFor().compareTo(quiet) >= 0) {
                    swept.add(write.writeNo());
                }
            }
        }
        if (!swept.isEmpty()) {
            ledger.markSwept(swept);
        }
        return new SweepReport(0, rows, swept.size());
    }

    private Map<Long, Long> rowsOf(String table, List<DeadWrite> writes) {
        String sql = "SELECT write_no, count() FROM " + quoted(table) + " WHERE write_no IN ("
                + numbers(writes.stream().map(DeadWrite::writeNo).toList()) + ") GROUP BY write_no";
        Map<Long, Long> rows = new HashMap<>();
        try {
            for (List<String> row : clickhouse.rows(ClickHouseQuery.of(sql))) {
                rows.put(Long.parseLong(row.get(0)), Long.parseLong(row.get(1)));
            }
        } catch (OdographException e) {
            if (!(e.getCause() instanceof ClickHouseFailure failure) || failure.serverCode() != UNKNOWN_TABLE) {
                throw e;
            }
        }
        return rows;
    }

    private void delete(String table, List<Long> writes) {
        if (!writes.isEmpty()) {
            clickhouse.execute(
                    ClickHouseQuery.of("DELETE FROM " + quoted(table) + " WHERE write_no IN (" + numbers(writes) + ")")
                            .setting("lightweight_deletes_sync", "1"));
        }
    }

    private static String numbers(List<Long> writes) {
        return writes.stream().map(String::valueOf).collect(joining(", "));
    }
}
