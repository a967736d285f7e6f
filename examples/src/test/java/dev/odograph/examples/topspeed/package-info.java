/** How an author tests a metric on simulated recordings, without a server. */
@NullMarked
package dev.odograph.examples.topspeed;

import org.jspecify.annotations.NullMarked;
