package dev.odograph.store.clickhouse;

import static java.util.Objects.requireNonNull;

/**
 * Where ClickHouse is and how to log in.
 *
 * @param url HTTP address, such as {@code http://127.0.0.1:8123}
 * @param user user name
 * @param password its password; never printed
 * @param database the database that holds Odograph's tables; {@code odograph} unless tests run side by side
 */
public record ClickHouseAddress(String url, String user, String password, String database) {
    public ClickHouseAddress {
        requireNonNull(url, "url is null");
        requireNonNull(user, "user is null");
        requireNonNull(password, "password is null");
        requireNonNull(database, "database is null");
    }

    @Override
    public String toString() {
        return user + "@" + url + "/" + database;
    }
}
