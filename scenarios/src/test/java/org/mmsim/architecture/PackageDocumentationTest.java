package org.mmsim.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageDocumentationTest {

    private static final List<String> MODULES = List.of("engine", "storage", "actors", "scenarios");
    private static final Pattern DOCUMENTED_AND_NULL_MARKED =
            Pattern.compile("/\\*\\*.*\\w.*\\*/\\s*@NullMarked\\s+package .*", Pattern.DOTALL);

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() throws IOException {
        Path root = Path.of(System.getProperty("basedir", ".")).resolve("..").normalize();

        assertThat(MODULES)
                .allSatisfy(module -> assertThat(undocumented(root.resolve(module)))
                        .as("packages of %s without a documented, @NullMarked package-info.java", module)
                        .isEmpty());
        assertThat(sources(root.resolve("engine"))).isNotEmpty();
    }

    @Test
    void aPackageWithoutDocumentationIsFound(@TempDir Path module) throws IOException {
        write(module.resolve("src/main/java/good/package-info.java"), "/** Good. */\n@NullMarked\npackage good;\n");
        write(module.resolve("src/main/java/good/A.java"), "class A {}");
        write(module.resolve("src/main/java/silent/package-info.java"), "@NullMarked\npackage silent;\n");
        write(module.resolve("src/main/java/nullable/package-info.java"), "/** Nullable. */\npackage nullable;\n");
        write(module.resolve("src/main/java/missing/A.java"), "class A {}");

        assertThat(undocumented(module))
                .extracting(path -> path.getFileName().toString())
                .containsExactly("missing", "nullable", "silent");
    }

    private static List<Path> undocumented(Path module) throws IOException {
        List<Path> undocumented = new ArrayList<>();
        for (Path directory :
                new TreeSet<>(sources(module).stream().map(Path::getParent).toList())) {
            Path description = directory.resolve("package-info.java");
            if (!Files.exists(description)
                    || !DOCUMENTED_AND_NULL_MARKED
                            .matcher(Files.readString(description, StandardCharsets.UTF_8))
                            .matches()) {
                undocumented.add(directory);
            }
        }
        return undocumented;
    }

    private static List<Path> sources(Path module) throws IOException {
        Path sources = module.resolve("src/main/java");
        if (!Files.exists(sources)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
