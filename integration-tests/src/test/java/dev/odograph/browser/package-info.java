/** The Temporal Web UI as an operator uses it: pages with what can be clicked there, and pictures for the guides. */
package dev.odograph.browser;
