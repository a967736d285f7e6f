/** Results of a local run, as text, files and a page. Rows are read batch by batch; nothing here talks to a server. */
@NullMarked
package dev.odograph.cli.local;

import org.jspecify.annotations.NullMarked;
