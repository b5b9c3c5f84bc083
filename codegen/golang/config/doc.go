// Package config reads ormgen.yaml, which says what ormgen is to do otherwise than it would by itself:
//
//	tables:
//	  order_items: {model: Line, var: Lines, file: lines.go}   # each of them may be left out
//	  schema_migrations: {skip: true}                          # no model, and no relation to it
//	columns:
//	  books.isbn: {name: Number}                               # the field's name
//	  books.published: {type: timestamp}                       # one of ormgen's types
//	  books.price: {type: example.com/shop/money.Amount}       # a type that reads and writes itself as text
//	  books.language: {type: example.com/shop.Language, kind: text}  # a type that is a string
//	  films.special_features: {null_elements: true}            # an array of orm.Null
//	  payment.customer_id: {references: customer}              # a relation of which the database has no foreign key
//	relations:
//	  books.Author: {name: Writer}                             # the name that ormgen gives by itself, and another one
//	types:
//	  MONEY: {type: decimal}                                   # every column that is declared so
//
// Tables and columns are called as in the database, with the namespace in front where it is not the default one. ormgen's types
// are bool, int, float, decimal, text, bytes, timestamp, date, interval, json, uuid, inet and hstore. What ormgen does not know, and what names something that
// the schema does not have, is an error with file:line.
package config
