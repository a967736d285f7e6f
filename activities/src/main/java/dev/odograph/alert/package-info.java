/**
 * Alerts: rules of what someone is to be told, and what became of what they found. They are told by events, so by every way
 * that events go (ADR 0022). Judging rules over results is elsewhere. No Temporal, no ClickHouse.
 */
@NullMarked
package dev.odograph.alert;

import org.jspecify.annotations.NullMarked;
