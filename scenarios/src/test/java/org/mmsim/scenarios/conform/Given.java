package org.mmsim.scenarios.conform;

import java.nio.file.Path;
import java.util.List;
import org.mmsim.scenarios.conform.script.Script;

/** The scripts and recordings that come with the tests. */
public final class Given {
    private static final Path ROOT = Path.of(System.getProperty("basedir", "."), "src/test/resources/conformance");

    private Given() {}

    public static Path root() {
        return ROOT;
    }

    public static Path scriptFolder() {
        return ROOT.resolve("scripts");
    }

    public static List<Script> scripts() {
        return ScriptFiles.read(List.of(scriptFolder()));
    }

    public static RecordingFolder recordings(KernelPreset kernel) {
        return RecordingFolder.open(ROOT.resolve("recordings").resolve(kernel.label()));
    }
}
