@NullMarked
package dev.odograph.compare;

import org.jspecify.annotations.NullMarked;
