package dev.odograph.integration;

import dev.odograph.error.OdographException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/** Runs the one test of a class that was compiled meanwhile: exit code 0 where it passes, 1 where it fails. */
final class OneTest {
    private OneTest() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Class<?> type = Class.forName(arguments[0]);
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                method.setAccessible(true);
                try {
                    method.invoke(constructor.newInstance());
                } catch (InvocationTargetException e) {
                    Throwable cause = e.getCause();
                    System.out.println(
                            cause instanceof OdographException error ? error.code() + " " + error.getMessage() : cause);
                    System.exit(1);
                }
            }
        }
    }
}
