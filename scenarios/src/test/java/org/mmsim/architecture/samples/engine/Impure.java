package org.mmsim.architecture.samples.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One class for each thing that an engine of one thread and whole numbers does not have. */
@SuppressWarnings("all")
final class Impure {

    private Impure() {}

    static final class StartsAThread {
        void start(Runnable body) {
            new Thread(body).start();
        }
    }

    static final class ThreadLocals {
        ThreadLocal<String> local = new ThreadLocal<>();
    }

    static final class Atomics {
        AtomicLong counter = new AtomicLong();
    }

    static final class Synchronized {
        synchronized void enter() {}
    }

    static final class Volatile {
        volatile long counter;
    }

    static final class Files {
        Path path = Path.of("a");
    }

    static final class Streams {
        void write(java.io.PrintStream out) {}
    }

    static final class StaticCounter {
        static long counter;
    }

    static final class StaticList {
        static final ArrayList<String> LIST = new ArrayList<>();
    }

    static final class StaticArray {
        static final long[] TABLE = {1, 2};
    }

    static final class FloatingField {
        private double costNs;
    }

    static final class FloatingArray {
        private float[][] costsNs = {};
    }

    static final class FloatingParameter {
        void cost(double ns) {}
    }

    static final class FloatingResult {
        double cost() {
            return 1;
        }
    }

    static final class FloatingList {
        List<String> unrelated = List.of();

        Double boxed() {
            return 1.0;
        }
    }
}
