// Package types holds every type of PostgreSQL against the server: what is written by SQL is read by Duet, what Duet writes,
// in each way that it has, is what the server has then, and what cannot be is a clear error.
//
//   - edges_test.go has the values, each at an edge of its type; trips_test.go takes them there and back
//   - values_test.go says what they are in Go; refused_test.go, what cannot be written or read
//   - conditions_test.go compares columns of each type; keys_test.go has keys of each type, with relations
//   - filled_test.go is about what the database fills in
//   - models_test.go holds the checked-in package models, made of schema.sql and ormgen.yaml, against what ormgen makes today
package types
