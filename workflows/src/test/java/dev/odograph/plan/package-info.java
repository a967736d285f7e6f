/** Tests of pure planning. */
@org.jspecify.annotations.NullMarked
package dev.odograph.plan;
