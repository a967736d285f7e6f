/**
 * How far a delivery robot comes on its route, and how many missions succeed.
 *
 * <p>SPL, success weighted by path length, S · l / max(p, l) with the route's length l and the path p that was driven:
 * Anderson et al., "On evaluation of embodied navigation agents", arXiv:1807.06757 (2018). A mission succeeds that reached
 * its goal without a person on site. The interval of the success rate: Wilson, "Probable inference, the law of succession,
 * and statistical inference", Journal of the American Statistical Association 22 (1927), 209–212.
 */
@NullMarked
package dev.odograph.examples.routeprogress;

import org.jspecify.annotations.NullMarked;
