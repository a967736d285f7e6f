package dev.odograph.host.bundle;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.graph.GraphDefinition;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads an author's code from a bundle's jars. Of Odograph it sees what authors write against and nothing else, so that
 * neither side's libraries get in the other's way. Closed by who opened it.
 */
public final class BundleClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private BundleClassLoader(URL[] jars) {
        super("bundle", jars, new AuthorApi(GraphDefinition.class.getClassLoader()));
    }

    /** The class loader of the bundle in a directory; it needs no {@code bundle.json}. */
    public static BundleClassLoader open(Path bundle) {
        List<Path> jars = Bundle.filesIn(bundle.resolve(Bundle.JARS));
        URL[] urls = new URL[jars.size()];
        try {
            for (int i = 0; i < urls.length; i++) {
                urls[i] = jars.get(i).toUri().toURL();
            }
        } catch (MalformedURLException e) {
            throw new OdographException(ErrorCode.BUNDLE_INVALID, "Bundle " + bundle + " has an unusable path", e);
        }
        return new BundleClassLoader(urls);
    }

    /** The Java platform, and the packages an author compiles against. */
    private static final class AuthorApi extends ClassLoader {
        private static final List<String> PACKAGES = List.of(
                "dev.odograph.graph.", "dev.odograph.spec.", "dev.odograph.error.", "org.jspecify.annotations.");

        static {
            registerAsParallelCapable();
        }

        private final ClassLoader odograph;

        AuthorApi(ClassLoader odograph) {
            super("author-api", ClassLoader.getPlatformClassLoader());
            this.odograph = odograph;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (PACKAGES.stream().anyMatch(name::startsWith)) {
                return odograph.loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
