package org.mmsim.scenarios.strace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.mmsim.scenarios.yaml.Text;

/** Makes calls of lines, and accounts for every line. */
final class CallAssembler implements RecordingReader.LineConsumer {

    /** More could not be written into a scenario, whose text is limited. */
    static final int CALLS_MAX = 200_000;

    private static final String NOTICE = "strace: Process ";

    private final TaskTable tasks = new TaskTable();
    private final List<RecordedCall> calls = new ArrayList<>();
    private final TreeMap<String, Integer> passedOver = new TreeMap<>();

    /** A line that strace itself broke with a notice; the next line goes on where it stopped. */
    private record CutLine(Place place, String text, int attachedTid) {}

    private Optional<CutLine> cutLine = Optional.empty();

    @Override
    public void line(Place place, String text, boolean terminated) {
        if (!terminated && !text.endsWith("+++")) {
            pass("truncated-last-line", 1);
            return;
        }
        if (cutLine.isEmpty() && cut(place, text)) {
            return;
        }
        CutLine cut = cutLine.orElse(new CutLine(place, "", 0));
        cutLine = Optional.empty();
        take(cut.place(), place, cut.text() + text);
        if (!cut.text().isEmpty()) {
            tasks.attached(cut.attachedTid(), cut.place());
        }
    }

    /** The calls of all lines, once these have been taken. */
    Recording finish() {
        cutLine.ifPresent(cut -> pass("unfinished", 1));
        for (Task task : tasks.all()) {
            task.close().ifPresent(call -> pass("unfinished", call.lineCount()));
        }
        calls.sort(Comparator.comparingInt(RecordedCall::effectLine));
        return new Recording(List.copyOf(calls), tasks.withoutParent(), passedOver);
    }

    private boolean cut(Place place, String text) {
        int notice = text.lastIndexOf(NOTICE);
        if (notice <= 0) {
            return false;
        }
        Matcher attached = LineBody.ATTACHED.matcher(text.substring(notice));
        if (attached.matches()) {
            cutLine = Optional.of(new CutLine(place, text.substring(0, notice), Integer.parseInt(attached.group(1))));
        }
        return cutLine.isPresent();
    }

    private void take(Place beginning, Place end, String line) {
        LinePrefix prefix = LinePrefix.of(line);
        LineBody body = LineBody.of(prefix.body())
                .orElseThrow(() -> end.error(
                        "not a line of strace: " + Text.quote(prefix.body()),
                        "record with strace -f -tt -e trace=memory,process -o FILE PROGRAM, which keeps the program's"
                                + " own output apart"));
        int lineCount = end.line() - beginning.line() + 1;
        if (body instanceof LineBody.Remark remark) {
            pass(remark.kind(), lineCount);
        } else if (body instanceof LineBody.Attached attached) {
            tasks.attached(attached.tid(), end);
            pass("notice", lineCount);
        } else {
            Task task = prefix.tid()
                    .map(tid -> tasks.named(tid, beginning, body))
                    .orElseGet(() -> tasks.unnamed(beginning, body));
            takeOf(task, beginning, end, body, lineCount);
        }
    }

    private void takeOf(Task task, Place beginning, Place end, LineBody body, int lineCount) {
        if (body instanceof LineBody.ThreadEnd threadEnd) {
            endThread(task, end, threadEnd, lineCount);
        } else if (body instanceof LineBody.End callEnd) {
            Optional<Task.OpenCall> open = task.close();
            if (open.isPresent()) {
                join(task, open.get(), callEnd, end, lineCount);
            } else {
                passEndWithoutBeginning(callEnd, end, lineCount);
            }
        } else {
            task.openCall().ifPresent(open -> {
                throw end.error(
                        "call before the end of the one that the same thread began in line "
                                + open.place().line(),
                        "");
            });
            String text = body instanceof LineBody.Whole whole ? whole.text() : ((LineBody.Beginning) body).text();
            Task.OpenCall call = new Task.OpenCall(task, text, beginning, lineCount);
            if (body instanceof LineBody.Whole) {
                complete(task, call, end);
            } else {
                task.open(call);
            }
        }
    }

    private void join(Task task, Task.OpenCall open, LineBody.End callEnd, Place end, int lineCount) {
        if (!open.text().startsWith(callEnd.callName() + "(")) {
            throw end.error(
                    callEnd.callName() + " resumed, but the thread began another call in line "
                            + open.place().line(),
                    "");
        }
        LineBody joined = LineBody.callOf(open.text() + callEnd.rest());
        int lines = open.lineCount() + lineCount;
        if (joined instanceof LineBody.Whole whole) {
            complete(task, new Task.OpenCall(open.caller(), whole.text(), open.place(), lines), end);
        } else {
            task.open(new Task.OpenCall(open.caller(), open.text(), open.place(), lines));
        }
    }

    private void passEndWithoutBeginning(LineBody.End callEnd, Place end, int lineCount) {
        if (!OtherCalls.isKnown(callEnd.callName())) {
            throw end.error(callEnd.callName() + " resumed, but the thread began no call", "");
        }
        pass(callEnd.callName(), lineCount);
    }

    private void complete(Task task, Task.OpenCall call, Place end) {
        String name = call.text().substring(0, call.text().indexOf('('));
        Optional<CallKind> kind = CallKind.of(name);
        if (kind.isEmpty()) {
            if (!OtherCalls.isKnown(name)) {
                throw call.place().error("unknown system call " + Text.quote(name), "");
            }
            pass(name, call.lineCount());
            return;
        }
        ArgumentText parsed = ArgumentText.find(call.text(), name.length() + 1)
                .filter(found -> found.rest().strip().startsWith("="))
                .orElseThrow(() -> end.error("cannot read the call " + Text.quote(call.text()), ""));
        String result = parsed.rest().strip().substring(1).strip().split(" ", 2)[0];
        if (result.equals("?") && kind.get() != CallKind.EXIT) {
            pass("interrupted", call.lineCount());
        } else if (result.startsWith("-")) {
            pass("failed-" + name, call.lineCount());
        } else {
            long value = result.equals("?") ? 0 : value(result, name, end);
            succeed(kind.get(), name, value, parsed.arguments(), task, call, end);
        }
    }

    private static long value(String result, String name, Place end) {
        OptionalLong value = Numbers.parse(result);
        return value.orElseThrow(() -> end.error("cannot read the result of " + name + ": " + Text.quote(result), ""));
    }

    private void succeed(
            CallKind kind, String name, long value, List<String> arguments, Task task, Task.OpenCall call, Place end) {
        Optional<Task> other = Optional.empty();
        if (kind == CallKind.CREATE) {
            if (value <= 0 || value > Integer.MAX_VALUE) {
                throw end.error(name + " returned " + value + ", which is no thread", "");
            }
            other = Optional.of(tasks.childOf(call.place(), (int) value, end));
        } else if (kind == CallKind.EXECUTE) {
            other = Optional.of(task);
            if (call.caller() != task) {
                task.learnParent();
            }
        } else if (kind == CallKind.EXIT) {
            task.exit();
        }
        int effectLine = kind.effectLine(call.place().line(), end.line());
        add(new RecordedCall(
                kind, name, call.place(), call.lineCount(), effectLine, call.caller(), other, arguments, value));
    }

    private void endThread(Task task, Place place, LineBody.ThreadEnd threadEnd, int lineCount) {
        Optional<Task.OpenCall> open = task.close();
        if (open.filter(call -> call.text().startsWith("exit")).isPresent()) {
            importExit(task, open.get().place(), open.get().lineCount());
        } else {
            open.ifPresent(call -> pass("unfinished", call.lineCount()));
        }
        if (task.exiting()) {
            pass("thread-end", lineCount);
        } else {
            importExit(task, place, lineCount);
        }
        tasks.end(task);
        threadEnd.supersededBy().ifPresent(tid -> supersede(task, tid, place));
    }

    private void importExit(Task task, Place place, int lineCount) {
        task.exit();
        add(new RecordedCall(
                CallKind.EXIT, "exit", place, lineCount, place.line(), task, Optional.empty(), List.of(), 0));
    }

    /** A thread that executes a program ends all others and takes over the leader's id. */
    private void supersede(Task leader, int callerTid, Place place) {
        Task caller = tasks.latest(callerTid).filter(task -> !task.ended()).orElse(leader);
        Task.OpenCall execve = caller.close()
                .orElseThrow(() ->
                        place.error(String.format(Locale.ROOT, "thread %d has not begun an execve", callerTid), ""));
        tasks.end(caller);
        tasks.successorOf(leader, place).open(execve);
    }

    private void add(RecordedCall call) {
        if (calls.size() == CALLS_MAX) {
            throw call.place()
                    .error(
                            "more than " + CALLS_MAX + " calls, which is more than a scenario can hold",
                            "record a shorter run");
        }
        calls.add(call);
    }

    private void pass(String kind, int lineCount) {
        passedOver.merge(kind, lineCount, Integer::sum);
    }
}
