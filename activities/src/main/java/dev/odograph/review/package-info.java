/**
 * What people found of moments, the rows of event metrics: states, assignees and comments in PostgreSQL, and how they follow
 * a moment from run to run.
 */
@NullMarked
package dev.odograph.review;

import org.jspecify.annotations.NullMarked;
