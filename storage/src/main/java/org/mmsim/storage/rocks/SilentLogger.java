package org.mmsim.storage.rocks;

import org.rocksdb.InfoLogLevel;
import org.rocksdb.Logger;

/** Keeps RocksDB from writing log files: a reader must leave the directory of a journal as it was. Errors come as exceptions. */
final class SilentLogger extends Logger {

    SilentLogger() {
        super(InfoLogLevel.NUM_INFO_LOG_LEVELS);
    }

    @Override
    protected void log(InfoLogLevel level, String message) {
        throw new IllegalStateException("no message has a level above all levels");
    }
}
