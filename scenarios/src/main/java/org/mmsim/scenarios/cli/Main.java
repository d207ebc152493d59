package org.mmsim.scenarios.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.Version;
import org.mmsim.storage.JournalException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command line: {@code mmsim COMMAND …}. */
@Command(
        name = "mmsim",
        description = "A deterministic laboratory for Linux memory management",
        versionProvider = Main.VersionLine.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "show the stack trace of a defect of mmsim")
    boolean debug;

    @Spec
    CommandSpec spec = CommandSpec.create();

    private Main() {}

    /** Exits with 0 if all is well, 1 if the answer is bad, 2 if the request was wrong, 70 on a defect of mmsim. */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    /** Carries out a command and returns its exit code. */
    public static int execute(String... args) {
        Main main = new Main();
        CommandLine line = new CommandLine(main);
        if (!Commands.addTo(line, args)) {
            return main.failure(Commands.unknown(args), line.getErr());
        }
        // Not the same reference twice: JDK 17 crashes when the launcher has it archive such classes.
        ITypeConverter<Long> wholeNumber = Main::wholeNumber;
        line.registerConverter(Long.class, wholeNumber);
        line.registerConverter(Long.TYPE, wholeNumber);
        line.setParameterExceptionHandler((e, given) -> usageError(e));
        line.setExecutionExceptionHandler((e, command, result) -> main.failure(e, command.getErr()));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        try {
            int code = line.execute(args);
            line.getOut().flush();
            return code;
        } catch (OutOfMemoryError e) {
            line.getErr()
                    .println("mmsim: the heap is full (" + Runtime.getRuntime().maxMemory() / 1048576 + " MiB)");
            line.getErr().println("allowed: more, with MMSIM_JAVA_OPTS=-Xmx8g");
            return ExitCode.BAD_REQUEST;
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    private static Long wholeNumber(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a whole number up to 2^63-1");
        }
    }

    private static int usageError(CommandLine.ParameterException e) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("mmsim: " + oneLine(e.getMessage()) + " ("
                + command.getCommandSpec().qualifiedName() + ")");
        err.println("see: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.BAD_REQUEST;
    }

    private int failure(Exception e, PrintWriter err) {
        if (e instanceof InputException input) {
            err.println("mmsim: " + oneLine(input.getMessage()));
            if (!input.hint().isEmpty()) {
                err.println(oneLine(input.hint()));
            }
            return ExitCode.BAD_REQUEST;
        }
        if (e instanceof JournalException) {
            err.println("mmsim: " + oneLine(e.getMessage()));
            return ExitCode.BAD_REQUEST;
        }
        err.println("mmsim: defect: " + oneLine(String.valueOf(e)));
        err.println("please report it with the command; --debug shows where it happened");
        if (debug) {
            e.printStackTrace(err);
        }
        return ExitCode.DEFECT;
    }

    private static String oneLine(@Nullable String text) {
        return String.valueOf(text).replaceAll("\\R", " ");
    }

    /** {@code mmsim 0.1.0}. */
    static final class VersionLine implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"mmsim " + Version.current()};
        }
    }
}
