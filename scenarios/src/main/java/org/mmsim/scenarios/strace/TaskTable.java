package org.mmsim.scenarios.strace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which task a line belongs to. strace writes no thread id while it follows a single thread, ids are used
 * again, and a child's lines can come before the end of the call that created it.
 */
final class TaskTable {

    private final List<Task> tasks = new ArrayList<>();
    private final Map<Integer, Task> latestByTid = new LinkedHashMap<>();
    private final TreeMap<Integer, Task> live = new TreeMap<>();

    /** The task of a line that names a thread. */
    Task named(int tid, Place place, LineBody body) {
        Optional<Task> latest = latest(tid);
        boolean begins = body instanceof LineBody.Whole || body instanceof LineBody.Beginning;
        if (latest.isPresent() && !latest.get().ended() && !(latest.get().exiting() && begins)) {
            latest.get().see();
            return latest.get();
        }
        Optional<Task> nameless = latest.isPresent() ? Optional.empty() : nameless(body);
        if (nameless.isPresent()) {
            nameless.get().learnTid(tid);
            latestByTid.put(tid, nameless.get());
            return nameless.get();
        }
        Task task = add(Optional.of(tid), place);
        task.see();
        return task;
    }

    /** The first task, if its id is not known yet and the line can be its own and not that of a new child. */
    private Optional<Task> nameless(LineBody body) {
        return live.values().stream()
                .filter(task -> task.tid().isEmpty())
                .filter(possibleFor(body).or(task -> body instanceof LineBody.ThreadEnd))
                .findFirst();
    }

    /** The task of a line that names no thread: the only one that it can be. */
    Task unnamed(Place place, LineBody body) {
        if (tasks.isEmpty()) {
            Task first = add(Optional.empty(), place);
            first.see();
            return first;
        }
        List<Task> followed = live.values().stream().filter(Task::seen).toList();
        if (followed.size() == 1) {
            return followed.get(0);
        }
        List<Task> possible = followed.stream().filter(possibleFor(body)).toList();
        if (possible.size() != 1) {
            throw place.error(
                    "line names no thread, and " + possible.size() + " threads could be meant",
                    "record with -f -o FILE, which writes the thread in front of every line");
        }
        return possible.get(0);
    }

    private static Predicate<Task> possibleFor(LineBody body) {
        if (body instanceof LineBody.End end) {
            return task -> task.openCall()
                    .filter(call -> call.text().startsWith(end.callName() + "("))
                    .isPresent();
        }
        if (body instanceof LineBody.ThreadEnd threadEnd) {
            return task -> threadEnd.supersededBy().isPresent()
                    ? !threadEnd.supersededBy().equals(task.tid())
                    : task.exiting();
        }
        return task -> !task.exiting() && task.openCall().isEmpty();
    }

    /** strace says that it follows a thread from here on. */
    void attached(int tid, Place place) {
        if (latest(tid).filter(task -> !task.ended()).isEmpty()) {
            add(Optional.of(tid), place).see();
        } else {
            latest(tid).ifPresent(Task::see);
        }
    }

    /** The task that a call has created, whether it has had lines of its own yet or not. */
    Task childOf(Place beginning, int tid, Place end) {
        Optional<Task> known = latest(tid)
                .filter(task -> !task.parentKnown() && task.firstPlace().line() >= beginning.line());
        Task child = known.orElseGet(() -> add(Optional.of(tid), end));
        child.learnParent();
        return child;
    }

    /** The task that has the id of one that has just ended: execve makes the calling thread the leader. */
    Task successorOf(Task ended, Place place) {
        Task successor = add(ended.tid(), place);
        successor.see();
        return successor;
    }

    /** The latest task with an id. */
    Optional<Task> latest(int tid) {
        return Optional.ofNullable(latestByTid.get(tid));
    }

    void end(Task task) {
        task.end();
        live.remove(task.number());
    }

    List<Task> all() {
        return tasks;
    }

    /** Tasks whose creation the recording does not show, in the order in which it mentions them. */
    List<Task> withoutParent() {
        return tasks.stream()
                .filter(task -> task.number() == 0 || !task.parentKnown())
                .toList();
    }

    private Task add(Optional<Integer> tid, Place place) {
        Task task = new Task(tasks.size(), tid, place);
        if (tasks.isEmpty()) {
            task.learnParent();
        }
        tasks.add(task);
        live.put(task.number(), task);
        tid.ifPresent(id -> {
            Task former = latestByTid.put(id, task);
            if (former != null) {
                end(former);
            }
        });
        return task;
    }
}
