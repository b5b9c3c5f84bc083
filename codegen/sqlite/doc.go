// Package sqlite reads SQLite schemas into codegen/schema: DDL text, a folder of migrations, a live database file.
//
// # A tour
//
// [Load] takes a file or a folder, [Parse] takes texts, [Live] takes a database file, which is opened read-only. All three give the same
// schema for the same tables. Which files of a folder are read, and in which order, is codegen/source's to say.
//
// # Two readings
//
// Parse executes the statements that make or change tables and views in an empty database in memory, and asks SQLite what came out, so that
// ALTER, DROP, RENAME and CREATE TABLE AS mean what they mean in SQLite. What PRAGMAs do not tell (names of constraints, checks,
// generated expressions, collations) is read with meyer, a SQLite parser in Go, from the text that SQLite keeps for each table.
//
// [ParseText] is the second reading, with meyer alone. It gives Parse the file:line of every table, column and key, and a test that
// holds both readings against each other keeps both honest.
//
// # What is passed over
//
// Data (INSERT, UPDATE, DELETE, SELECT), triggers, PRAGMAs, transactions' BEGIN and COMMIT, VACUUM, ANALYZE and the shell's dot
// commands do not shape models. They are passed over unread, never executed. ATTACH and ROLLBACK would change what
// tables there are, and are errors. Virtual tables, their shadow tables, temporary tables and SQLite's own are left out; a
// virtual table with a warning.
//
// # Types and NULLs
//
// SQLite's types are advice. The declared names that people use are known (see [TypeOf]); others go by SQLite's affinity rules, with
// a warning. TEXT CHECK (x IN ('a', 'b')) is an enum. The columns of a primary key are NOT NULL in the schema, although SQLite lets NULLs
// into keys other than INTEGER PRIMARY KEY, WITHOUT ROWID and STRICT tables: a row without a key cannot be a model.
package sqlite
