// Package sqlite runs Duet on SQLite, through github.com/mattn/go-sqlite3 below database/sql (it needs cgo).
//
//   - [Connect] opens a file or a database in memory; the options ([Create], [Readers], [BusyTimeout] ...) say how.
//   - A file has one connection that writes and several that read at the same time, in WAL mode. A write waits for its
//     turn in this process, and for at most [BusyTimeout] for other processes. A database in memory has one connection
//     for everything.
//   - A write alone is its own transaction. A read that comes after a write in one pipeline sees it.
//   - A context that ends interrupts the running statement and ends the waiting for a lock.
//   - Foreign keys are enforced, and synchronous is NORMAL: a power cut may lose the last commits, and damages nothing.
//   - An interrupted write inside of a transaction rolls the whole transaction back; SQLite does it so.
//
// How values are kept: booleans as 0 and 1; times as text in UTC, as SQLite's own functions write them ("2006-01-02 15:04:05.123"), dates as
// "2006-01-02", so that both compare as what they mean; JSON and UUIDs as text; decimals as INTEGER or REAL when that
// is exact, and refused when it is not. Rows are converted by what is asked for, whatever a column was declared as.
//
// In the code: connect opens, db and pool share out connections, conn and exec run statements (statements keeps them
// prepared), watch interrupts them, wait waits, tx and cursor outlive a call, bind, decimal and list write values, row
// and times read them, sql looks into statements, errors says what SQLite's codes mean.
package sqlite
