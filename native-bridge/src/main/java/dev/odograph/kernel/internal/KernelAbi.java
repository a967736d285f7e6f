package dev.odograph.kernel.internal;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.annotation.ByRef;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Const;
import org.bytedeco.javacpp.annotation.MemberGetter;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.Platform;
import org.jspecify.annotations.Nullable;

/**
 * {@code odograph/kernel.h} and {@code binding.hpp} in Java. Names are those of C; pointers into a library's metadata
 * stay valid until the process ends.
 */
@Platform(include = "binding.hpp", library = "jniodograph")
public final class KernelAbi {
    public static final int ABI_VERSION = 2;

    public static final int OK = 0;
    public static final int ERROR_INPUT = 1;
    public static final int ERROR_PARAMETER = 2;
    public static final int ERROR_CANCELLED = 3;
    public static final int ERROR_MEMORY = 4;
    public static final int ERROR_INTERNAL = 5;

    public static final int FIELD_NULLABLE = 1;
    public static final int FIELD_KEY = 2;
    public static final int FIELD_ALLOWS_NON_FINITE = 4;

    public static final int PARAMETER_INT64 = 1;
    public static final int PARAMETER_FLOAT64 = 2;
    public static final int PARAMETER_BOOL = 3;
    public static final int PARAMETER_STRING = 4;

    static {
        NativeCache.useForLoader();
        Loader.load(KernelAbi.class);
    }

    private KernelAbi() {}

    /** Loads the binding, which JavaCPP's own pointers need as well; later calls do nothing. */
    public static void load() {}

    /** A handle, or null with the loader's reason in {@code message}. */
    @Name("odograph_binding_open")
    public static native @Nullable Pointer open(
            @Cast("const char*") BytePointer path, @Cast("char*") BytePointer message, @Cast("int64_t") long capacity);

    /** The library's description, or null where it lacks the discovery symbol. */
    @Name("odograph_binding_library")
    public static native @Const @Nullable Library library(Pointer handle);

    @Name("odograph_binding_kernel")
    public static native @Const Descriptor kernel(@Const Library library, @Cast("int64_t") long index);

    @Name("odograph_binding_golden_input")
    public static native @Cast("const char*") BytePointer goldenInput(
            @Const Golden golden, @Cast("int64_t") long index);

    @Name("odograph_binding_supports")
    public static native @Cast("bool") boolean supports(@Cast("const char*") BytePointer baseline);

    /** Calls a kernel; the other addresses are those of Arrow C structures and of the cancellation flag. */
    @Name("odograph_binding_invoke")
    public static native int invoke(
            @Const Descriptor kernel,
            @Const @Nullable ParameterValue parameters,
            @Cast("int64_t") long parameterCount,
            @Cast("int64_t") long cancelFlag,
            @Cast("char*") BytePointer message,
            @Cast("int64_t") long capacity,
            @Cast("const int64_t*") LongPointer inputSchemas,
            @Cast("const int64_t*") LongPointer inputs,
            @Cast("int64_t") long inputCount,
            @Cast("int64_t") long outputSchema,
            @Cast("int64_t") long output);

    /** {@code OdographKernelLibrary}. */
    @Name("OdographKernelLibrary")
    public static final class Library extends Pointer {

        @MemberGetter
        public native int abi_version();

        @MemberGetter
        public native @Cast("const char*") BytePointer name();

        @MemberGetter
        public native @Cast("const char*") BytePointer build_id();

        @MemberGetter
        public native @Cast("const char*") BytePointer instruction_set();

        @MemberGetter
        public native @Cast("int64_t") long n_kernels();
    }

    /** {@code OdographKernelDescriptor}. */
    @Name("OdographKernelDescriptor")
    public static final class Descriptor extends Pointer {

        @MemberGetter
        public native @Cast("const char*") BytePointer name();

        @MemberGetter
        public native int version_major();

        @MemberGetter
        public native int version_minor();

        @MemberGetter
        public native @Cast("const char*") BytePointer description();

        @MemberGetter
        public native @Cast("const char*") BytePointer formula();

        @MemberGetter
        public native @Cast("const char*") BytePointer source();

        @MemberGetter
        public native int scope();

        @MemberGetter
        public native @Const Schema inputs();

        @MemberGetter
        public native @Cast("int64_t") long n_inputs();

        @MemberGetter
        public native @Const @ByRef Schema output();

        @MemberGetter
        public native @Const Parameter parameters();

        @MemberGetter
        public native @Cast("int64_t") long n_parameters();

        @MemberGetter
        public native @Const Golden golden();

        @MemberGetter
        public native @Cast("int64_t") long n_golden();
    }

    /** {@code OdographGolden}. */
    @Name("OdographGolden")
    public static final class Golden extends Pointer {

        /** For {@link Pointer#getPointer(Class, long)}. */
        public Golden(Pointer pointer) {
            super(pointer);
        }

        @MemberGetter
        public native @Cast("const char*") BytePointer name();

        @MemberGetter
        public native @Const ParameterValue parameters();

        @MemberGetter
        public native @Cast("int64_t") long n_parameters();

        @MemberGetter
        public native @Cast("const char*") BytePointer output();

        @MemberGetter
        public native @Cast("int64_t") long max_ulps();
    }

    /** {@code OdographSchema}. */
    @Name("OdographSchema")
    public static final class Schema extends Pointer {

        /** For {@link Pointer#getPointer(Class, long)}. */
        public Schema(Pointer pointer) {
            super(pointer);
        }

        @MemberGetter
        public native @Cast("const char*") BytePointer name();

        @MemberGetter
        public native @Const Field fields();

        @MemberGetter
        public native @Cast("int64_t") long n_fields();
    }

    /** {@code OdographField}. */
    @Name("OdographField")
    public static final class Field extends Pointer {

        /** For {@link Pointer#getPointer(Class, long)}. */
        public Field(Pointer pointer) {
            super(pointer);
        }

        @MemberGetter
        public native @Cast("const char*") BytePointer name();

        @MemberGetter
        public native @Cast("const char*") BytePointer format();

        @MemberGetter
        public native @Cast("const char*") BytePointer unit();

        @MemberGetter
        public native @Cast("uint32_t") int flags();
    }

    /** {@code OdographParameter}. */
    @Name("OdographParameter")
    public static final class Parameter extends Pointer {

        /** For {@link Pointer#getPointer(Class, long)}. */
        public Parameter(Pointer pointer) {
            super(pointer);
        }

        @MemberGetter
        public native @Const @ByRef ParameterValue value();

        @MemberGetter
        public native int has_default();

        @MemberGetter
        public native @Cast("const char*") BytePointer unit();

        @MemberGetter
        public native @Cast("const char*") BytePointer description();
    }

    /** {@code OdographParameterValue}, also as an array that Java fills. */
    @Name("OdographParameterValue")
    public static final class ParameterValue extends Pointer {

        /** For {@link Pointer#getPointer(Class, long)}. */
        public ParameterValue(Pointer pointer) {
            super(pointer);
        }

        public ParameterValue(long size) {
            allocateArray(size);
        }

        private native void allocateArray(long size);

        public native @Cast("const char*") BytePointer name();

        public native ParameterValue name(BytePointer name);

        public native int type();

        public native ParameterValue type(int type);

        public native @Cast("int64_t") long int64_value();

        public native ParameterValue int64_value(long value);

        public native double float64_value();

        public native ParameterValue float64_value(double value);

        public native @Cast("const char*") BytePointer string_value();

        public native ParameterValue string_value(BytePointer value);
    }
}
