// Command ormgen makes Go models from a SQL schema.
//
//	ormgen generate --schema FILE|FOLDER | --dsn URL  [--dialect postgres|sqlite] --out DIR [--package NAME] [--config ormgen.yaml]
//	ormgen inspect  --schema FILE|FOLDER | --dsn URL  [--dialect postgres|sqlite] [--format text|json]
//	ormgen version
//
// A schema is a file of DDL, a folder of migrations, or a live database that is only read. The dialect is told from what is given, where it
// can be: postgres for postgres:// URLs, sqlite for the paths of databases, and for text from words that only one of them has.
//
// Errors go to stderr as "ormgen: file:line: what is wrong"; warnings as "ormgen: warning: ...". The exit code is 0 when all went
// well, 1 when the schema or the disk is at fault, and 2 when the command line is. On an error nothing is written.
package main
