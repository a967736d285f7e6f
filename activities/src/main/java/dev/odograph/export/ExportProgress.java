package dev.odograph.export;

/** Hears how far an export is; called after each file, by the thread that exports. */
@FunctionalInterface
public interface ExportProgress {
    /** So many files of all are done, and so many rows of all. */
    void done(int files, int ofFiles, long rows, long ofRows);
}
