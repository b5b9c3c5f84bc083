// Package schema holds a database schema in a form that no dialect owns.
//
// The front ends (codegen/sqlite, codegen/postgres) fill it from DDL text, a folder of migrations or a live database; the back
// end (codegen/golang) and the printer (codegen/inspect) read it. It knows no SQL: expressions are kept as text.
//
// # A tour
//
// A [Schema] has [Table] values (tables, partitioned tables, views, materialized views) and the named types that columns
// refer to: [Enum], [Domain], [Composite] and [Range]. A table has [Column] values, each with a [Type], and keys:
// [PrimaryKey], [ForeignKey], [Unique], [Index], [Check].
//
// A [Type] says twice what a column holds: Declared is the text as it was written, Kind and its modifiers are what it means.
// A type that nobody knows is KindUnknown, never a failure.
//
// Everything is in the order of its declaration in the source, so what is made from a schema is deterministic. Everything
// that a person wrote carries a [Pos], so that an error can say file:line. A schema read from a live database has no positions.
//
// [Schema.Validate] finds what a front end may let through: two tables or columns of one name, foreign keys that lead nowhere.
// It reports [Errors], one [Error] per mistake, each with what to write instead.
//
// A schema is plain data: a front end builds it, then it is only read, from any number of goroutines.
package schema
