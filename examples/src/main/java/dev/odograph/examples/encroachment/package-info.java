/** How narrowly a vehicle and others missed each other where their paths cross. */
@NullMarked
package dev.odograph.examples.encroachment;

import org.jspecify.annotations.NullMarked;
