package dev.odograph.spec.validation;

import java.util.Set;

/** Words with a meaning in SQL. */
final class SqlWords {
    /** Words of DuckDB's SQL that cannot name a table without quotes. */
    static final Set<String> RESERVED = Set.of(
            ("all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create"
                            + " default deferrable desc describe distinct do else end except false fetch for foreign"
                            + " from group having in initially intersect into lambda lateral leading limit not null"
                            + " offset on only or order pivot pivot_longer pivot_wider placing primary qualify"
                            + " references returning select show some summarize symmetric table then to trailing true"
                            + " union unique unpivot using variadic when where window with")
                    .split(" "));

    /** Functions whose value differs from call to call, or depends on where and when they run. */
    static final String VOLATILE_FUNCTIONS = "random|setseed|uuid|uuidv4|uuidv7|gen_random_uuid|now|today"
            + "|get_current_time|get_current_timestamp|current_localtime|current_localtimestamp"
            + "|transaction_timestamp|statement_timestamp|clock_timestamp|nextval|currval|txid_current"
            + "|getenv|getvariable|current_setting|pg_backend_pid|current_query|current_query_id"
            + "|current_connection_id|current_transaction_id|get_current_date|sleep_ms|setval|write_log"
            + "|reservoir_quantile";

    /** The same without parentheses, and sampling. */
    static final String VOLATILE_WORDS =
            "current_timestamp|current_date|current_time|localtimestamp|localtime|tablesample|using\\s+sample";

    /** Functions that reach out of the step to files, other databases or other queries. */
    static final String OUTWARD_FUNCTIONS = "read_[a-z_]+|parquet_[a-z_]+|glob|sniff_csv|iceberg_[a-z_]+|delta_scan"
            + "|sqlite_[a-z_]+|postgres_[a-z_]+|mysql_[a-z_]+|duckdb_[a-z_]+|pragma_[a-z_]+|query|query_table"
            + "|arrow_scan[a-z_]*|seq_scan|json_execute_serialized_sql|which_secret|checkpoint|force_checkpoint"
            + "|(?:enable|disable)_[a-z]+|(?:de)?register_external_[a-z_]+|(?:create|destroy)_external_resource"
            + "|truncate_duckdb_logs";

    /** Tables about the engine rather than the step's inputs. */
    static final String CATALOG_TABLES = "information_schema|pg_catalog|sqlite_master|sqlite_schema"
            + "|(?<=\\b(?:from|join)\\s{1,9})(?:duckdb|pragma)_[a-z_]+";

    private SqlWords() {}
}
