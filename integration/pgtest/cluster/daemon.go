package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// daemon is a server process with a log in its folder.
type daemon struct {
	name   string // for errors
	folder string
	as     *syscall.Credential // whom it runs as; nil is whom we run as

	cmd   *exec.Cmd
	ended chan struct{} // closed when the process has ended; nil before the first start
}

// start starts the process and waits until dsn answers. A process that does not answer is ended.
func (d *daemon) start(ctx context.Context, dsn, binary string, args ...string) error {
	log, err := os.Create(filepath.Join(d.folder, "log"))
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // the process has its own
	cmd := exec.Command(binary, args...)
	cmd.SysProcAttr, cmd.Dir, cmd.Stdout, cmd.Stderr = attributes(d.as), d.folder, log, log
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	d.cmd, d.ended = cmd, ended
	go func() {
		_ = cmd.Wait() // how it ended is in its log
		close(ended)
	}()
	if err := waitReady(ctx, dsn, ended); err != nil {
		return errors.Join(fmt.Errorf("%w: %s", err, d.logTail()), d.end(syscall.SIGQUIT))
	}
	return nil
}

// end sends a signal and waits for the end; a process that does not end is killed, which is an error. Ending one that
// does not run does nothing.
func (d *daemon) end(signal syscall.Signal) error {
	if !d.running() {
		return nil
	}
	if err := d.cmd.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop %s: %w", d.name, err)
	}
	select {
	case <-d.ended:
		return nil
	case <-time.After(stopTimeout):
		err := d.cmd.Process.Kill()
		<-d.ended
		return errors.Join(fmt.Errorf("stop %s: it did not end within %v, and was killed", d.name, stopTimeout), err)
	}
}

func (d *daemon) running() bool {
	if d.ended == nil {
		return false
	}
	select {
	case <-d.ended:
		return false
	default:
		return true
	}
}

// logTail is the end of what the process wrote, in one line.
func (d *daemon) logTail() string {
	text, err := os.ReadFile(filepath.Join(d.folder, "log"))
	if err != nil {
		return err.Error()
	}
	return tail(string(text))
}

// tail joins the last lines of a program's output to one.
func tail(output string) string {
	lines := strings.Split(strings.TrimSpace(output), "\n")
	return strings.Join(lines[max(0, len(lines)-8):], " | ")
}

// makeFolder makes a folder for a server that runs as somebody. Its name says whose it is, for a later sweep.
func makeFolder(as *syscall.Credential) (string, error) {
	pattern := folderPrefix + "*"
	if me, ok := thisProcess(); ok {
		pattern = folderPrefix + me.String() + "-*"
	}
	folder, err := os.MkdirTemp(scratch(), pattern)
	if err != nil {
		return "", err
	}
	if err := handOver(as, folder); err != nil {
		return "", errors.Join(err, os.RemoveAll(folder))
	}
	return folder, nil
}

// writeFor writes a file that only its reader can read.
func writeFor(as *syscall.Credential, name, text string) error {
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		return err
	}
	return handOver(as, name)
}

func handOver(as *syscall.Credential, name string) error {
	if as == nil {
		return nil
	}
	return os.Chown(name, int(as.Uid), int(as.Gid))
}
