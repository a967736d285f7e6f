/** Tests of the artifact store on a real file system. */
@NullMarked
package dev.odograph.artifact;

import org.jspecify.annotations.NullMarked;
