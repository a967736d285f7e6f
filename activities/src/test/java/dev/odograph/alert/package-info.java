/** Tests of events and webhooks on a real PostgreSQL and real HTTP. */
@NullMarked
package dev.odograph.alert;

import org.jspecify.annotations.NullMarked;
