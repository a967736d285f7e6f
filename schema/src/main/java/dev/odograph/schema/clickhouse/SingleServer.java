package dev.odograph.schema.clickhouse;

import java.util.List;
import java.util.Map;

/** One server: statements are as they are written. */
record SingleServer() implements ServerForm {
    @Override
    public List<String> statements(String sql, String database) {
        return List.of(sql);
    }

    @Override
    public String storage(String database) {
        return database;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of();
    }
}
