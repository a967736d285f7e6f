/**
 * A client of the REST API for Java services: start, await and decide on runs, follow events, read results. Begin at {@link
 * dev.odograph.client.Odograph}. It knows no other module; it needs Java 17 and Jackson.
 *
 * <p>Records hold what the server answers. Fields that a newer server adds are ignored; lists are never null; what may be
 * absent is marked {@code @Nullable}. Units stand in names: {@code durationMs}, {@code distanceM}.
 */
@NullMarked
package dev.odograph.client;

import org.jspecify.annotations.NullMarked;
