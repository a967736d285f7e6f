/** The worker: the Quarkus application that polls Temporal and runs workflows and activities. */
@NullMarked
package dev.odograph.worker;

import org.jspecify.annotations.NullMarked;
