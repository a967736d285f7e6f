/** Questions about results that command line, REST and pages ask alike. Reads stores, writes nothing. */
@NullMarked
package dev.odograph.query;

import org.jspecify.annotations.NullMarked;
