package dev.odograph.dataset;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a file's bytes. */
final class FileDigest {
    private FileDigest() {}

    static String of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND,
                    file + ": cannot be read: " + e.getMessage() + "; check its permissions",
                    e);
        } catch (NoSuchAlgorithmException e) {
            throw new OdographException(ErrorCode.INTERNAL_ERROR, "this Java has no SHA-256", e);
        }
    }
}
