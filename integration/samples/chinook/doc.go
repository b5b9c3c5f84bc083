// Package chinook is generated from the PostgreSQL script of the Chinook database, which is Luis Rocha's (LICENSE.chinook.md).
// Only this file is written by hand.
package chinook
