// Command bench compares Duet with code written by hand and with the libraries that do the same work; README.md says how.
//
//	go run . -check
//	go run . -case 'get|filter' -impl duet
//	go run . -out .
package main
