/**
 * The step host: the process that runs a bundle's steps, and its supervisor in the worker. What crosses between the two
 * are values, paths and progress; rows pass through files. Sees no store and no credential.
 */
@NullMarked
package dev.odograph.host;

import org.jspecify.annotations.NullMarked;
