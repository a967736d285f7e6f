/** Tests of the workflow's code with activities that a test answers for, where a real run would take too long. */
@NullMarked
package dev.odograph.workflow;

import org.jspecify.annotations.NullMarked;
