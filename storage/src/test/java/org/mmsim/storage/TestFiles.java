package org.mmsim.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Looks at the files of a journal and copies them. */
final class TestFiles {

    private TestFiles() {}

    static List<Path> list(Path runDirectory) throws IOException {
        try (Stream<Path> files = Files.list(JournalFiles.directory(runDirectory))) {
            return files.sorted().toList();
        }
    }

    /** Name, length and hash of every file. */
    static List<String> contents(Path runDirectory) throws IOException {
        return list(runDirectory).stream()
                .map(file -> {
                    byte[] bytes = bytes(file);
                    return file.getFileName() + " " + bytes.length + " " + Arrays.hashCode(bytes);
                })
                .toList();
    }

    static void copy(Path fromRun, Path toRun) throws IOException {
        Path to = JournalFiles.directory(toRun);
        Files.createDirectories(to);
        for (Path file : list(fromRun)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }

    static void delete(Path runDirectory) throws IOException {
        if (Files.exists(JournalFiles.directory(runDirectory))) {
            for (Path file : list(runDirectory)) {
                Files.delete(file);
            }
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
