/** The command line: one class a verb, texts for people, JSON for programs. */
@NullMarked
package dev.odograph.cli;

import org.jspecify.annotations.NullMarked;
