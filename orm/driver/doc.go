// Package driver is the one small interface between package orm and a database: run plans and scan their rows, many in
// one go; hold a transaction; read through a cursor; describe the dialect. Package drivertest is the suite that every
// driver passes.
//
// A driver knows nothing of models, relations, futures or guards. It gets an [Op], which is a plan with its arguments,
// and hands each row of the answer to the op's Scan as a [Row].
//
//   - [DB] is an opened database with its connections.
//   - [Tx] is a transaction, one connection's lane.
//   - [Conn] is what both can do: run a pipeline of ops, open a [Cursor].
//   - [Outcome] says what became of an op: done, failed, never run, or unknown.
//   - Errors are those of this package ([ConstraintError], [ErrTimeout], ...); the database's own stay reachable with
//     errors.As.
package driver
