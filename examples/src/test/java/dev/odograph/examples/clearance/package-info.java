@NullMarked
package dev.odograph.examples.clearance;

import org.jspecify.annotations.NullMarked;
