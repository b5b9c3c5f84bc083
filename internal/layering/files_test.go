package layering

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// maxLines is the longest that a file written by hand may be. Files of 100 to 300 lines with one subject are the aim;
// past this a reader has lost the subject.
const maxLines = 400

func TestFilesAreShort(t *testing.T) {
	t.Parallel()
	_, _, files := readModule(t)
	for _, problem := range checkLines(files) {
		t.Error(problem)
	}
}

func TestPackagesHaveComments(t *testing.T) {
	t.Parallel()
	_, _, files := readModule(t)
	for _, problem := range checkComments(files) {
		t.Error(problem)
	}
}

// checkLines returns a message for each file that is too long. Tests are tables and may be; generated files have
// their own budget, in the generator's tests.
func checkLines(files []goFile) []string {
	var problems []string
	for _, file := range files {
		if !file.Test && !file.Generated && file.Lines > maxLines {
			problems = append(problems, fmt.Sprintf("%s: %d lines, over %d: divide it by subject", file.Path, file.Lines, maxLines))
		}
	}
	return problems
}

// checkComments returns a message for each package that no file of says what it is. Folders that have only tests
// need none.
func checkComments(files []goFile) []string {
	said := map[string]bool{}
	for _, file := range files {
		if !file.Test {
			said[file.Folder()] = said[file.Folder()] || file.Doc
		}
	}
	var problems []string
	for folder, ok := range said {
		if !ok {
			problems = append(problems, fmt.Sprintf("%s: no package comment: add a doc.go that is a tour of the package", folder))
		}
	}
	slices.Sort(problems)
	return problems
}

// TestFileChecksCanFail shows what is found and what is let through.
func TestFileChecksCanFail(t *testing.T) {
	t.Parallel()
	files := []goFile{
		{Path: "long/a.go", Lines: maxLines + 1},
		{Path: "long/exact.go", Lines: maxLines, Doc: true},
		{Path: "long/a_test.go", Lines: 5 * maxLines, Test: true},
		{Path: "models/a.go", Lines: 5 * maxLines, Generated: true},
		{Path: "models/doc.go", Generated: true, Doc: true},
		{Path: "silent/a.go"},
		{Path: "silent/a_test.go", Test: true, Doc: true},
		{Path: "tests/only_test.go", Test: true},
	}
	if got := checkLines(files); len(got) != 1 || !strings.HasPrefix(got[0], "long/a.go: 401 lines") {
		t.Errorf("lines: got %q, want long/a.go alone", got)
	}
	if got := checkComments(files); len(got) != 1 || !strings.HasPrefix(got[0], "silent: no package comment") {
		t.Errorf("comments: got %q, want silent alone", got)
	}
}
