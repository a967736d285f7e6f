/** Step execution over Arrow: SQL in DuckDB, Java steps, kernels and checks. Sees files and schemas, never a store or a credential. */
@NullMarked
package dev.odograph.step;

import org.jspecify.annotations.NullMarked;
