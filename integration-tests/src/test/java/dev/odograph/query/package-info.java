/** Tests of read models that need no stores. */
package dev.odograph.query;
