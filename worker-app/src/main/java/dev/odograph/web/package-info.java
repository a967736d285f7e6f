/**
 * Pages for people, and the same as JSON. A page is a read model of {@code dev.odograph.query} and a template; SQL and
 * decisions are not made here. See decision 0012.
 */
@NullMarked
package dev.odograph.web;

import org.jspecify.annotations.NullMarked;
