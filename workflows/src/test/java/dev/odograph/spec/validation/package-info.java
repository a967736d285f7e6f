/** One case a rule, with the whole message that an author reads. */
@org.jspecify.annotations.NullMarked
package dev.odograph.spec.validation;
