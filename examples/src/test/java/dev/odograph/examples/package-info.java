@NullMarked
package dev.odograph.examples;

import org.jspecify.annotations.NullMarked;
