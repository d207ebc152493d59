package org.mmsim.scenarios.strace;

import java.util.List;
import java.util.Optional;

/** Turns the calls of a recording, one by one in the order of their effects, into the threads' programs. */
final class Translator {

    private final ImportOptions options;
    private final Cast cast;
    private final ProgramWriter writer;
    private final MemoryCalls memory;
    private final ThreadCalls threads;

    private Translator(ImportOptions options, Recording recording) {
        this.options = options;
        cast = new Cast(options.cpus());
        writer = new ProgramWriter(recording.passedOver());
        memory = new MemoryCalls(writer);
        threads = new ThreadCalls(writer, cast);
    }

    /** The scenario's processes, and what became of the recording. */
    record Result(List<SimProcess> processes, ImportSummary summary) {}

    static Result translate(Recording recording, ImportOptions options) {
        Translator translator = new Translator(options, recording);
        translator.start(recording.startTasks());
        recording.calls().forEach(translator::translate);
        return new Result(translator.cast.processes(), translator.writer.summary(translator.cast));
    }

    /** strace that attaches to a running program shows no clone of its threads: they are taken as one process. */
    private void start(List<Task> tasks) {
        if (tasks.isEmpty()) {
            return;
        }
        SimProcess process = cast.addProcess(tasks.get(0), "").process();
        for (Task task : tasks.subList(1, tasks.size())) {
            cast.addThread(task, process);
            writer.simplify("thread-of-unknown-origin");
        }
    }

    private void translate(RecordedCall call) {
        Optional<String> passedOver = outcome(call, new Arguments(call, options), cast.threadOf(call.task()));
        passedOver.ifPresentOrElse(kind -> writer.passOver(call, kind), () -> writer.imported(call));
    }

    /** Imports the call, or says as what it is passed over. */
    private Optional<String> outcome(RecordedCall call, Arguments arguments, SimThread thread) {
        return switch (call.kind()) {
            case MAP -> memory.map(call, arguments, thread);
            case UNMAP -> memory.unmap(call, arguments, thread);
            case PROTECT -> memory.protect(call, arguments, thread);
            case ADVISE -> memory.advise(call, arguments, thread);
            case REMAP -> memory.remap(call, arguments, thread);
            case BREAK -> memory.setBreak(call, arguments, thread);
            case LOCK -> memory.lock(call, arguments, thread);
            case CREATE -> threads.create(call, arguments, thread);
            case EXECUTE -> threads.execute(call, arguments, thread);
            case EXIT -> threads.exit(call, thread);
        };
    }
}
