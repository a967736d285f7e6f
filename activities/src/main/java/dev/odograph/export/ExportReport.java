package dev.odograph.export;

import java.nio.file.Path;

/**
 * What an export did.
 *
 * @param directory where the files lie
 * @param written how many files were written; the others were there, whole
 * @param manifest what the directory holds
 */
public record ExportReport(Path directory, int written, ExportManifest manifest) {}
