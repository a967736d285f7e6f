@NullMarked
package dev.odograph.spec.lock;

import org.jspecify.annotations.NullMarked;
