// Package compilefail shows what does not compile: that the types of query and orm keep mistakes out. It has no code, only tests.
//
//   - program_test.go type-checks small programs against the compiled packages, all in one process.
//   - The other files are the programs: those of one subject that must build, so that the check cannot pass because nothing builds,
//     and those that must not, each with what the compiler says.
//   - exportdata reads the types of compiled packages; internal/parity uses it, too.
package compilefail
