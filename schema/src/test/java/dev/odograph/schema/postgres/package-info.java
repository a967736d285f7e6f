/** Migrations on a real PostgreSQL. */
@org.jspecify.annotations.NullMarked
package dev.odograph.schema.postgres;
