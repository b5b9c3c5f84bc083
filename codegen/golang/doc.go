// Package golang writes Go: a package of models from a codegen/schema.
//
// # A tour
//
// [Generate] decides every name and type, and gives the files in memory; [Write] puts them into a folder, all or nothing. [Options] say
// what is to be done otherwise; package config reads them from ormgen.yaml. What is written names packages orm and query; this package
// imports neither.
//
// Each table or view has a file with a model (the struct of a row), a variable for the table, which has a column of package query for
// each field and a relation for each key, the accessors of relations in both voices, and the functions by which orm reads and writes rows.
// enums.go has the types of enums, registry.go a list of all tables.
//
// From the outside in: tables.go, fields.go, enums.go and relations.go make the [model], names come from words.go, plural.go and
// relationnames.go, types from types.go, rules from rules.go; the emit files write it down.
//
// # Names
//
// A name is taken apart into words, at what is no letter or digit and at capitals, and put together in Go's way: ID, URL, HTTP. A
// model is singular, its variable plural; where these are one word ("news") the variable is NewsTable. Symbols are spelled where a
// name has nothing else ("%" is Percent). What does not begin with a capital then gets an X in front: a digit, a script without capitals.
//
// A column keeps its name, but for one that a table or model has itself, which gets "Col" behind it: UsingCol. Two tables, or two columns of
// one table, that would have one name are an error that says what to set in ormgen.yaml. A table outside of the default namespace has
// its namespace in front only where its name alone would be another's.
//
// # Relations
//
// Relations give way to columns, and then to each other in this order:
//
//   - Forward, one for each foreign key, after its column without "id": author_id is Author. A column that does not end in id keeps its
//     name and the relation has the target's behind that: ReportsToEmployee. A composite key is named after its target. A taken name
//     gets "Ref": AuthorRef beside a column author.
//   - Back, after the model that has the key: Author.Books, or Book.BookDetail if the key is unique (for all rows: a partial unique index
//     makes nothing one-to-one). With several keys from there the key comes first, Address.BillingAddressOrders, and so it does for a
//     table that refers to itself, Author.MentorAuthors; but the other end of Parent is Children. A taken name has the key in front.
//   - Many-to-many, for each table whose primary key, or a unique, is made of exactly the columns of two foreign keys, whatever other columns it
//     has: Book.Tags and Tag.Books, beside Book.BookTags. With several such tables between two models the table is named:
//     PeopleViaBookEditors; with both keys to one model, the key is: Person.FollowedPeople. A taken name has the table behind it, too.
//
// # Types
//
// Whole numbers are int64, decimals decimal.Decimal, times and dates time.Time, JSON is json.RawMessage, a UUID uuid.UUID, a list of values by
// CHECK or CREATE TYPE a string type with constants. Of Postgres's own, an array is a slice (of slices, by its dimensions as declared), a
// range a query.Range, an interval a query.Interval, inet and cidr are netip.Prefix, hstore is query.Hstore. A domain is what it is of, and
// its conditions are the model's. What may be NULL is orm.Null of that. Types without a Go type here are kept as text.
//
// A column of Postgres has the name of its type for casts where package query would not know it; see casts.go. docs/types.md has the whole
// table.
package golang
