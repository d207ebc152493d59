package org.mmsim.scenarios.strace;

import java.util.Optional;
import org.mmsim.scenarios.yaml.Text;

/**
 * Turns calls that create, replace and end threads into threads and processes of the scenario.
 *
 * <p>All programs of a scenario start at once. So whoever is created later waits at a barrier for its creator.
 */
final class ThreadCalls {

    private static final Optional<String> IMPORTED = Optional.empty();

    private final ProgramWriter writer;
    private final Cast cast;

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
                "forked by " + creator.name() + " in line " + call.place().line()
                        + "; what it inherits is not simulated, its memory starts empty");
        String name = thread.process().name();
        writer.operation(creator, ScenarioOp.FORK, "process: " + name, call, "");
        writer.start(creator, thread, name, call);
        writer.simplify("fork-child-starts-empty");
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
