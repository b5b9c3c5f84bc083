package readme

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func root(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	return root
}

// documentBlocks are the blocks of a document of the repository.
func documentBlocks(t *testing.T, name string) []block {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root(t), name))
	require.NoError(t, err)
	blocks, err := blocksOf(string(text))
	require.NoError(t, err, name)
	return blocks
}

// command runs a command in the module's root and returns what it printed.
func command(t *testing.T, name string, args ...string) string {
	t.Helper()
	c := exec.CommandContext(t.Context(), name, args...)
	c.Dir = root(t)
	c.Env = append(os.Environ(), "DUET_ALLOW_ASYNC_UNSAFE=") // else the guard would only warn
	var stdout, stderr strings.Builder
	c.Stdout, c.Stderr = &stdout, &stderr
	require.NoError(t, c.Run(), "%s %s:\n%s", name, strings.Join(args, " "), &stderr)
	return stdout.String()
}

// build compiles a package of the module. An overlay (a file that need not be there, and what it holds) may be given: so
// that a program can be in the module, with its dependencies, and nothing is written to the tree.
func build(t *testing.T, folder, overlay, text string) (binary string) {
	t.Helper()
	temp := t.TempDir()
	binary = filepath.Join(temp, "program")
	args := []string{"build", "-o", binary}
	if raceEnabled {
		args = append(args, "-race") // the same build of SQLite as the other tests have, which takes a minute
	}
	if overlay != "" {
		source := filepath.Join(temp, "source.go")
		require.NoError(t, os.WriteFile(source, []byte(text), 0o600))
		files, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(root(t), overlay): source}})
		require.NoError(t, err)
		list := filepath.Join(temp, "overlay.json")
		require.NoError(t, os.WriteFile(list, files, 0o600))
		args = append(args, "-overlay", list)
	}
	command(t, "go", append(args, folder)...)
	return binary
}

func TestGoBlocksAreTrue(t *testing.T) {
	t.Parallel()
	var fragments []fragment
	for _, document := range []string{"README.md", "docs/safety.md"} {
		more, err := fragmentsOf(documentBlocks(t, document))
		require.NoError(t, err, document)
		fragments = append(fragments, more...)
	}
	var want []string
	for _, f := range fragments {
		if f.runs {
			want = append(want, f.output)
		}
	}
	require.GreaterOrEqual(t, len(want), 3, "the story in both voices, and the guard")
	got := command(t, build(t, "./internal/readme/story", "internal/readme/story/main.go", program(fragments)))
	require.Equal(t, want, strings.Split(strings.TrimSuffix(got, separator), separator))
}

func TestCommandsAreTrue(t *testing.T) {
	t.Parallel()
	blocks := documentBlocks(t, "README.md")
	ormgen := ""
	makefile, err := os.ReadFile(filepath.Join(root(t), "Makefile"))
	require.NoError(t, err)
	for _, b := range blocks {
		if b.language != "sh" {
			continue
		}
		for _, line := range strings.Split(strings.TrimSpace(b.text), "\n") {
			line, _, _ = strings.Cut(line, "  #")
			words := strings.Fields(line)
			switch {
			case words[0] == "make":
				require.Contains(t, string(makefile), "\n"+words[1]+":", "there is no target for %q", line)
			case strings.HasPrefix(line, "go run ./cmd/ormgen "):
				if ormgen == "" {
					ormgen = build(t, "./cmd/ormgen", "", "")
				}
				out := filepath.Join(t.TempDir(), "models")
				for i, word := range words {
					switch word {
					case "schema.sql":
						words[i] = "testdata/bookshop.sql"
					case "models":
						words[i] = out
					}
				}
				command(t, ormgen, words[3:]...)
				if words[3] == "generate" {
					require.FileExists(t, filepath.Join(out, "books.go"))
				}
			default:
				t.Errorf("nothing checks %q", line)
			}
		}
	}
	require.NotEmpty(t, ormgen)
}

var link = regexp.MustCompile(`\]\(([^)#]+)`)

// TestLinksLeadSomewhere looks at the links of README.md and of the documents beside it.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	documents, err := filepath.Glob(filepath.Join(root(t), "docs", "*.md"))
	require.NoError(t, err)
	documents = append(documents, filepath.Join(root(t), "README.md"), filepath.Join(root(t), "CONTRIBUTING.md"))
	for _, document := range documents {
		text, err := os.ReadFile(document)
		require.NoError(t, err)
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			_, err := os.Stat(filepath.Join(filepath.Dir(document), m[1]))
			require.NoError(t, err, document)
		}
	}
}

// TestBlocks shows that what is wrong with a text is found.
func TestBlocks(t *testing.T) {
	t.Parallel()
	blocks, err := blocksOf("a\n```go\nb\n```\n```text\nc\n```\n```sh\nd\n```\n")
	require.NoError(t, err)
	require.Equal(t, []block{{"go", "b\n", 2}, {"text", "c\n", 5}, {"sh", "d\n", 8}}, blocks)
	fragments, err := fragmentsOf(blocks)
	require.NoError(t, err)
	require.Equal(t, []fragment{{blocks[0], "c\n", true}}, fragments)
	_, err = blocksOf("```go\n")
	require.Error(t, err)
	_, err = fragmentsOf(blocks[1:])
	require.Error(t, err)
}
