/** An author's project outside the repository: its beginning, its link to this Odograph, and what it is built of. */
@NullMarked
package dev.odograph.cli.project;

import org.jspecify.annotations.NullMarked;
