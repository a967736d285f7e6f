package dev.odograph.kernel;

/**
 * A column that a kernel reads or writes.
 *
 * @param name snake_case
 * @param type its type
 * @param unit such as {@code m/s}; empty for none
 * @param nullable whether nulls may occur
 * @param key output only: a key column, copied through from the first input
 * @param allowsNonFinite whether NaN and infinities may occur; otherwise the kernel refuses them
 */
public record KernelField(
        String name, KernelType type, String unit, boolean nullable, boolean key, boolean allowsNonFinite) {}
