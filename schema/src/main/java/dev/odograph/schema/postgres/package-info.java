/** The ledger's tables in PostgreSQL: Flyway migrations and the jOOQ classes that the build generates from them. */
@NullMarked
package dev.odograph.schema.postgres;

import org.jspecify.annotations.NullMarked;
