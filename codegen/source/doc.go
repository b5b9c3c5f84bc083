// Package source finds the SQL that a schema is made of: one file, or a folder of migrations of any tool.
//
// # A tour
//
// [Files] gives the texts of a path as [Source] values. In a folder it tells the styles of migrations apart by
// their names (golang-migrate's *.up.sql, diesel's dir/up.sql, V0001.Name.up.sql, Flyway's V1__name.sql, plain numbers) and by their
// markers (goose, dbmate, sql-migrate, tern), orders versions as numbers, and leaves out what goes down. It does not know what
// SQL is: the front ends (codegen/sqlite, codegen/postgres) cut the texts into statements.
//
// [ErrNoTables] and [NoTables] are the error that both of them have for sources without tables.
package source
