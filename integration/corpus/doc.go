// Package corpus finds the schemas that others wrote, for the tests that run on them.
//
// The schemas are not in this repository: they lie beside it, in ../shared/schemas, or where $DUET_SCHEMAS says, and
// INDEX.json there says what each is. Its own tests generate a package of models for every schema, compile them all, and then
// let a program that imports them ask each table and view of a database made of the schema for everything its models
// offer. Of Postgres's schemas they also generate from the loaded database: the models are the same, byte by byte.
package corpus
