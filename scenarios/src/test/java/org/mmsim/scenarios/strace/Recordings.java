package org.mmsim.scenarios.strace;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The recordings of the library. */
final class Recordings {

    static final String ZSTD_THREADS = "zstd-threads";

    private Recordings() {}

    static byte[] bytes(String name) {
        return resource("/mmsim/recordings/" + name + ".strace");
    }

    static byte[] scenario(String name) {
        return resource("/mmsim/scenarios/" + name + ".yaml");
    }

    private static byte[] resource(String path) {
        try (InputStream in = Objects.requireNonNull(Recordings.class.getResourceAsStream(path), path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
