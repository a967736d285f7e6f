/**
 * Events: what became of runs and channels, in an order that readers can follow without missing any, and their way to
 * webhooks and to Kafka. The events themselves are written by triggers of PostgreSQL (ADR 0018). No Temporal, no ClickHouse.
 */
@NullMarked
package dev.odograph.event;

import org.jspecify.annotations.NullMarked;
