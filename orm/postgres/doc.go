// Package postgres runs Duet on PostgreSQL, by pgx's pool and pipelines.
//
//	db, err := postgres.Open(ctx, os.Getenv("DATABASE_URL"), postgres.Connections(10))
//	if err != nil {
//		return err
//	}
//	defer db.Close()
//
// [Open] takes what libpq takes, and options for what it has no words for: [Connections], [Cursors], [StatementCache],
// [PgBouncer], [CommitTimeout], [Pool]. [Listen] and [Notify] are what only Postgres has.
//
// # What it promises
//
// A call whose context ends has its statement cancelled by the server, and returns when the server has said so; nothing of
// it runs on, and whoever gets the connection next is not touched. A server that does not answer even to that is waited
// for five seconds; then the connection is cut. COMMIT alone is not cancelled: [CommitTimeout] is how long it may take.
//
// Connections that were lost are replaced, without a ping before each statement. A call that was sent when its connection
// was lost fails with orm.ErrUnavailable: orm.CanRetry says whether it did nothing (a read, a transaction, a statement
// that the server was told to drop), and orm.ErrCommitUnknown that nobody knows. Nothing is sent twice by itself but what
// was certainly not executed, and what a transaction did first, when its connection was lost before BEGIN, which travels with that,
// was answered: it was undone with the connection.
//
// A statement is prepared once on each connection, and its values travel in binary where both sides know how. What was
// known of it is forgotten when a table changes: reads and writes go on, and a column that is not what the models say is
// an error that says so. In a transaction that first meets such a change the statement fails, and orm.CanRetry is true.
// Behind a pooler of transactions, say [PgBouncer].
//
// # Where things are
//
//   - open.go, options.go, db.go: opening, the pools, who has which connection; alive_unix.go looks at an idle one.
//   - conn.go: one connection, cancelling what runs on it, preparing statements.
//   - statements.go: what is known of statements, by all connections and by each; holding plans against it.
//   - pipeline.go, answers.go: many statements in one round trip, there and back. script.go: texts of several statements.
//     copy.go: COPY.
//   - begin.go, tx.go, cursor.go: transactions and savepoints, cursors of the server.
//   - bind.go, list.go, row.go, times.go, oids.go: values as they travel.
//   - errors.go: what the server and the network say, as package driver's errors.
//   - listen.go: LISTEN and NOTIFY.
package postgres
