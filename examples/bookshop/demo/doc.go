// Command demo shows the bookshop at work, and is what `make demo` runs. It starts the service on a free port of 127.0.0.1 with a
// temporary database, asks for each endpoint, and prints what came back and how many queries it took.
//
// It is a check, too: the exit code is 1, with a message that says what was expected, when a status or a number of queries
// is another one. Nothing is left behind, also after an interrupt.
//
// In the code: main starts and stops, steps are the requests, ask sends one and holds it to what is expected, show shortens
// answers.
package main
