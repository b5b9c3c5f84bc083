// Package faults holds what programs do with transactions and iterators to a real Postgres on its bad days: contention,
// deadlocks, cancellation from within handlers, killed backends, a million rows in little memory. What the driver does
// by itself is tested beside it, in orm/postgres.
package faults
