package org.mmsim.scenarios.strace;

import java.util.Optional;
import org.mmsim.scenarios.yaml.Text;

/**
 * Turns calls that create, replace and end threads into threads and processes of the scenario.
 *
 * <p>Threads that are there from the start begin at once. So a thread that is created later waits at a barrier for its
 * creator; a forked process begins by itself.
 */
final class ThreadCalls {

    private static final Optional<String> IMPORTED = Optional.empty();

    /** Most mappings of forked processes, as many as a scenario can have. */
    private static final long INHERITED_MAX = 4_000_000;

    private final ProgramWriter writer;
    private final Cast cast;
    private long inherited;

    ThreadCalls(ProgramWriter writer, Cast cast) {
        this.writer = writer;
        this.cast = cast;
    }

    Optional<String> create(RecordedCall call, Arguments arguments, SimThread creator) {
        Task child = call.other().orElseThrow();
        if (sharesMemory(call, arguments)) {
            SimThread thread = cast.addThread(child, creator);
            writer.start(creator, thread, thread.name(), call);
            return IMPORTED;
        }
        // fork copies what all threads have done to the address space so far, and nothing of what they do next.
        writer.order(creator, call, AddressRange.ALL);
        SimThread thread = cast.addProcess(
                child,
                "forked by " + creator.name() + " in line " + call.place().line());
        inherited += thread.process().inherit(creator.process());
        if (inherited > INHERITED_MAX) {
            throw call.place().error("forked processes would inherit more than " + INHERITED_MAX + " mappings", "");
        }
        writer.operation(
                creator, ScenarioOp.FORK, "process: " + thread.process().name(), call, "");
        return IMPORTED;
    }

    private static boolean sharesMemory(RecordedCall call, Arguments arguments) {
        return switch (call.name()) {
            case "fork" -> false;
            case "vfork" -> true;
            default -> arguments.cloneFlags().has(Flags.Flag.CLONE_VM);
        };
    }

    Optional<String> execute(RecordedCall call, Arguments arguments, SimThread caller) {
        Task successor = call.other().orElseThrow();
        String program = "executes " + Text.quote(program(call, arguments)) + " in line "
                + call.place().line();
        if (!caller.process().used()) {
            caller.process().addOrigin(program);
            cast.hand(successor, caller);
            return IMPORTED;
        }
        SimThread thread = cast.addProcess(successor, caller.name() + " " + program, caller.cpu());
        writer.start(caller, thread, thread.process().name(), call);
        writer.operation(
                caller,
                ScenarioOp.EXIT,
                "",
                call,
                "goes on as process " + thread.process().name());
        return IMPORTED;
    }

    private static String program(RecordedCall call, Arguments arguments) {
        String quoted = arguments.text(call.name().equals("execveat") ? 1 : 0);
        return quoted.replace("\"", "");
    }

    Optional<String> exit(RecordedCall call, SimThread thread) {
        writer.operation(thread, ScenarioOp.EXIT, "", call, "");
        return IMPORTED;
    }
}
