/** Tests of alerts on a real PostgreSQL. */
@NullMarked
package dev.odograph.alert;

import org.jspecify.annotations.NullMarked;
