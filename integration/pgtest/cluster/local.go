package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// local is a server made with the machine's own PostgreSQL, in a folder that is removed with it.
type local struct {
	binaries string
	folder   string
	port     int
	password string
	options  Options
	process  *daemon
}

// startLocal makes a cluster and starts it.
func startLocal(ctx context.Context, options Options) (Server, error) {
	binaries, err := findBinaries()
	if err != nil {
		return nil, err
	}
	as, err := credential()
	if err != nil {
		return nil, err
	}
	sweepFolders(scratch())
	folder, err := makeFolder(as)
	if err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	s := &local{
		binaries: binaries, folder: folder, password: newPassword(), options: options,
		process: &daemon{name: "PostgreSQL", folder: folder, as: as},
	}
	if err := s.make(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("initdb in %s: %w", folder, err), s.Remove(context.WithoutCancel(ctx)))
	}
	// A port that was free may be taken a moment later; another is tried.
	for range 5 {
		if s.port, err = freePort(); err != nil {
			break
		}
		if err = s.Start(ctx); err == nil {
			return s, nil
		}
		if !strings.Contains(s.process.logTail(), "could not create any TCP/IP sockets") {
			break
		}
	}
	return nil, errors.Join(err, s.Remove(context.WithoutCancel(ctx)))
}

// make makes the cluster's files.
func (s *local) make(ctx context.Context) error {
	password := filepath.Join(s.folder, "password")
	if err := writeFor(s.process.as, password, s.password+"\n"); err != nil {
		return err
	}
	initdb := exec.CommandContext(ctx, filepath.Join(s.binaries, "initdb"), "-D", s.data(), "--username="+superuser,
		"--pwfile="+password, "--auth=scram-sha-256", "--encoding=UTF8", "--locale="+locale, "--no-sync")
	initdb.SysProcAttr, initdb.Dir = attributes(s.process.as), s.folder
	if output, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, tail(string(output)))
	}
	return nil
}

func (s *local) data() string      { return filepath.Join(s.folder, "data") }
func (s *local) DSN() string       { return dsn("127.0.0.1", s.port, s.password) }
func (s *local) Container() string { return "" }

// Start implements Server.
func (s *local) Start(ctx context.Context) error {
	if s.process.running() {
		return nil
	}
	args := append([]string{"-D", s.data()}, settings(s.options)...)
	args = append(args, "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-p", strconv.Itoa(s.port),
		"-c", "dynamic_shared_memory_type=mmap") // in the folder, and so removed with it
	if err := s.process.start(ctx, s.DSN(), filepath.Join(s.binaries, "postgres"), args...); err != nil {
		return fmt.Errorf("start PostgreSQL on port %d: %w", s.port, err)
	}
	return nil
}

// Stop implements Server.
func (s *local) Stop(context.Context) error { return s.process.end(syscall.SIGINT) }

// Kill implements Server.
func (s *local) Kill(context.Context) error {
	if !s.process.running() {
		return nil
	}
	// The first process first, so that it starts no others; they would notice soon, a crash does not wait for it.
	pid := s.process.cmd.Process.Pid
	children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid)) // none without /proc
	err := s.process.end(syscall.SIGKILL)
	for _, child := range strings.Fields(string(children)) {
		if number, convErr := strconv.Atoi(child); convErr == nil {
			err = errors.Join(err, kill(number))
		}
	}
	return err
}

// Remove implements Server.
func (s *local) Remove(context.Context) error {
	err := s.process.end(syscall.SIGQUIT) // nothing in it is worth a checkpoint
	s.removeLock()
	return errors.Join(err, os.RemoveAll(s.folder))
}

// removeLock removes the few bytes of shared memory by which a server that was killed keeps a second one from its data:
// only its next start would. Its number is the second of line 7 of postmaster.pid, which a server that ended otherwise
// has removed. There is nothing to do if it cannot be removed.
func (s *local) removeLock() {
	text, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
	if err != nil {
		return
	}
	if lines := strings.Split(string(text), "\n"); len(lines) > 6 {
		if numbers := strings.Fields(lines[6]); len(numbers) == 2 {
			_ = exec.Command("ipcrm", "-m", numbers[1]).Run()
		}
	}
}

// kill ends a process that may have ended already, and waits for its end.
func kill(pid int) error {
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("kill process %d: %w", pid, err)
	}
	for deadline := time.Now().Add(stopTimeout); time.Now().Before(deadline); time.Sleep(pause) {
		if _, alive := startTime(pid); !alive {
			return nil
		}
	}
	return fmt.Errorf("process %d does not end", pid)
}
