/** What a real server cannot be made to do at will, and what the API's description says. */
@org.jspecify.annotations.NullMarked
package dev.odograph.client;
