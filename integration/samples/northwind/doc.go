// Package northwind is generated from Northwind for PostgreSQL (https://github.com/pthom/northwind_psql, LICENSE.northwind).
// Only this file is written by hand.
package northwind
