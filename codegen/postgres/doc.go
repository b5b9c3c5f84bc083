// Package postgres reads PostgreSQL schemas into codegen/schema: DDL text, a folder of migrations, a dump, a live database.
//
// # A tour
//
// [Load] takes a file or a folder, [Parse] takes texts; neither needs a server: the texts are read with oliphant, PostgreSQL's own
// parser in Go. [Live] takes the URL of a database and asks its catalogs, in a transaction that cannot write. All three give the same schema
// for the same tables. Which files of a folder are read, and in which order, is codegen/source's to say.
//
// # Reading text
//
// The statements are followed one after the other, as a server would run them: ALTER, DROP, RENAME, LIKE, INHERITS, partitions,
// views and CREATE TABLE AS mean what they mean in PostgreSQL 15, and what has no name gets the name that the server gives (t_pkey,
// t_a_key, t_a_fkey1). Columns of views have the types that the server finds for their queries: operators and functions are chosen
// by its rules from its own lists (package overload). What cannot be found out is a warning, and KindUnknown.
//
// SET search_path says where names go, as it does in a dump. A statement that shapes tables and is not understood is an error
// with file:line.
//
// # What is passed over
//
// Data (INSERT, COPY and its lines), functions' bodies, triggers, rules, policies, roles, grants, settings, psql's backslash commands and
// everything else that does not shape tables. DO blocks are passed over with a warning, as nobody can see what they do. \i and
// \ir are errors: ormgen wants the files themselves.
//
// # Expressions
//
// Defaults, checks, generated columns and the expressions of indexes are brought to one form, whether a person or the server
// wrote them: casts that change nothing are left out, as are pg_catalog and public before names; x = ANY (ARRAY[...]) is x IN (...), ~~ is LIKE,
// BETWEEN is two comparisons. The queries of views are kept as they are.
//
// The names of types in [schema.Type].Declared are those that the server prints: "character varying(50)", "timestamp with time zone".
// TEXT CHECK (x IN ('a', 'b')) is an enum, as are the values of CREATE TYPE ... AS ENUM.
package postgres
