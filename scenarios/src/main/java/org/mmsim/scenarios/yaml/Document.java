package org.mmsim.scenarios.yaml;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.mmsim.scenarios.InputException;

/**
 * A document that was asked for by name or path.
 *
 * @param folder what relative paths in the document start from
 */
public record Document(YamlNode root, Path folder) {

    private static final Pattern LOOKS_LIKE_PATH = Pattern.compile(".*[/\\\\].*|.*\\.(yaml|yml|json)", Pattern.DOTALL);

    /** The document of the library with that name, else the file with that path. */
    public static Document find(String nameOrPath, Library library, Path folder) {
        if (library.has(nameOrPath)) {
            return new Document(YamlReader.read(library.text(nameOrPath), library.source(nameOrPath)), folder);
        }
        Path file;
        try {
            file = folder.resolve(nameOrPath);
        } catch (InvalidPathException e) {
            throw new InputException("not a path (" + Text.quote(nameOrPath) + ")");
        }
        if (!LOOKS_LIKE_PATH.matcher(nameOrPath).matches() && !Files.exists(file)) {
            throw new InputException(
                    "neither in the library nor a file (" + Text.quote(nameOrPath) + ")",
                    Text.allowed(nameOrPath, library.names()) + ", or a path");
        }
        Path parent = file.getParent();
        return new Document(YamlReader.read(InputFile.read(file), file.toString()), parent == null ? folder : parent);
    }
}
