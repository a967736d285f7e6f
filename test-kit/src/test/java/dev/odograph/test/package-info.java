@org.jspecify.annotations.NullMarked
package dev.odograph.test;
