/** The only place that knows RocksDB: one class that maps a journal's tables to a database and owns every native handle. */
@NullMarked
package org.mmsim.storage.rocks;

import org.jspecify.annotations.NullMarked;
