// Package drivertest is the suite that every driver passes: [Run] opens databases through the driver and holds it to
// what package driver promises. What differs between databases is said in [SQL].
//
// One file for each subject: values, pipeline, errors, cancel, tx, cursor, concurrent, roundtrips, close.
package drivertest
