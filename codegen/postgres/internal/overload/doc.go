// Package overload chooses among PostgreSQL's operators and functions of one name, by PostgreSQL's own rules.
//
// # A tour
//
// [Operator] and [Set.Function] take a name and the types of the operands, and give the [Func] that a server would run, with its result
// type. [Common] gives the type that the branches of CASE, COALESCE or UNION have together. The rules are those of the manual's
// chapter on type conversion (exact matches, preferred types, what a literal may be), the lists are the catalogs of PostgreSQL 15:
// data/ has pg_operator, pg_proc, pg_cast and pg_type, without what only the server itself calls,
// and the functions of common extensions.
//
// # Types
//
// A type is a text: the catalog's name ("int4", "text"), with [] behind it for arrays, [Unknown] for a literal in quotes or NULL, and
// "" for a type that nobody knows. The named types of a schema have a letter before their name: "enum:public.mood",
// "composite:public.point3", "range:public.span". Domains are what they are of.
package overload
