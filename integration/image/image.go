package image

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// scripts are a part of the program, so that it finds them wherever it runs.
//
//go:embed build entrypoint
var scripts embed.FS

// Name gives the name that the image has, or would have. It makes nothing, and asks Docker nothing.
func Name(ctx context.Context) (string, error) { return run(ctx, nil, "--name") }

// Build makes the image if it is not there, which takes a minute or two the first time, and gives its name. Progress
// is written to log, which may be nil. The error says in one line what is missing: root, docker, debootstrap or a
// network. When ctx ends, the script is stopped and leaves nothing behind.
func Build(ctx context.Context, log io.Writer) (string, error) { return run(ctx, log) }

// run runs the script build from a folder of its own.
func run(ctx context.Context, log io.Writer, args ...string) (name string, err error) {
	folder, err := os.MkdirTemp("", "duet-image-scripts-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	for _, script := range []string{"build", "entrypoint"} {
		text, err := scripts.ReadFile(script)
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(folder, script), text, 0o700); err != nil {
			return "", err
		}
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, filepath.Join(folder, "build"), args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if log != nil {
		cmd.Stderr = io.MultiWriter(&stderr, log)
	}
	// The script and what it calls are one group, and are told to end together: a script that waits for another
	// program does not hear a signal before that has ended.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 30 * time.Second
	if err := cmd.Run(); err != nil {
		lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
		return "", fmt.Errorf("%s (%w)", lines[len(lines)-1], err)
	}
	return strings.TrimSpace(stdout.String()), nil
}
