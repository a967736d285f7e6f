/** Tests of the spec's values and its JSON. */
@org.jspecify.annotations.NullMarked
package dev.odograph.spec;
