/** Rules about all of the module's packages. */
@org.jspecify.annotations.NullMarked
package dev.odograph;
