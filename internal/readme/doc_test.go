// Package readme holds README.md and docs/safety.md to what they say. It has no code, only tests:
//
//   - every block of Go is compiled, as the body of a function that has a ctx and a db;
//   - a block that is followed by a block of text is run against the bookshop, and must print that text;
//   - every ormgen command is run, with the bookshop's schema for schema.sql;
//   - every make target, link and folder must be there.
package readme
