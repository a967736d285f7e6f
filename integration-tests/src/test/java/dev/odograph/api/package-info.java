/** Tests of the REST API that need no stack. */
@NullMarked
package dev.odograph.api;

import org.jspecify.annotations.NullMarked;
