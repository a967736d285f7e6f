/** What crosses Temporal: workflow and activity interfaces, their payloads, search attributes and task queues. */
@NullMarked
package dev.odograph.contract;

import org.jspecify.annotations.NullMarked;
