/** Gates of continuous integration: how a head is judged by its base, and the reports of that. */
@NullMarked
package dev.odograph.regression;

import org.jspecify.annotations.NullMarked;
