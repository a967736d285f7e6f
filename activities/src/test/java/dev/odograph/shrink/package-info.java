@NullMarked
package dev.odograph.shrink;

import org.jspecify.annotations.NullMarked;
