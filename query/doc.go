// Package query says what to ask: typed columns, conditions, relations, expressions and statements, and compiles them to
// SQL. It does no I/O, starts no goroutine and takes no context.
//
// # A tour
//
// The typed skin is what programs use. Columns ([Int], [Text], [Time], [Enum], [Scalar] ...) make a [Condition], an
// [Ordering], an [Assignment] or a [Bind] of their model; relations ([ToOne], [ToMany]) make conditions on related rows
// and a [Prefetch]; functions make an [Expr]: [Via], [Sum], [Count], [Year], [Add]. The type parameter is always the
// model, so that a column of authors cannot be compared in a query of books: it is reached through [ToOne.Where],
// [ToMany.Any], [Via] or [Through]. What is rare is a function rather than a method, because every method of a generic
// type is compiled for every model.
//
// The core is not generic. A [Table] describes a table with its [Column] and [Relation] values; a [Node] is a node of an
// expression; a [Select] and a [Statement] hold nodes. Generated code fills the descriptions, package orm makes the
// statements.
//
// A [Cache] turns a statement into a [Plan]: by its shape, which is everything but its argument values. What is not
// cached is compiled once, with Squirrel, for a [Dialect].
//
// A [Value] is an argument, a [Row] what a scan function reads, [Null] a value that may be absent. Types that have no place of
// their own in these travel as text, by a [Coding]: arrays, [Range], addresses, [Hstore].
package query
