// Package layering holds the repository to its own picture: it has no code, only tests, and they read every Go file
// of the module.
//
//   - layering_test.go has the table of which folder may import what (docs/design.md, "Who may import whom") and the
//     check; a package that no row covers fails until somebody has decided where it belongs.
//   - files_test.go keeps files short and packages documented.
//   - tree_test.go reads the files, without the go command and whatever their build constraints say, so that a file
//     for another system or with a tag cannot slip through.
//
// The linter's depguard rules in .golangci.yml say the most important rows once more, for an editor to show at once.
// This test is the law.
package layering
