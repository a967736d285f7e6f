/**
 * The Temporal Web UI and the pages of Odograph as people use them: what can be clicked there, and pictures for the guides.
 */
package dev.odograph.browser;
