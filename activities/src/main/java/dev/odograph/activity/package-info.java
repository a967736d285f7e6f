/** The activities of a run: thin glue between the workflow's contract, step hosts, artifacts and stores. */
@NullMarked
package dev.odograph.activity;

import org.jspecify.annotations.NullMarked;
