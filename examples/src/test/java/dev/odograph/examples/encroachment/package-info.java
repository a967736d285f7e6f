@NullMarked
package dev.odograph.examples.encroachment;

import org.jspecify.annotations.NullMarked;
