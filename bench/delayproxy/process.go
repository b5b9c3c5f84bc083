package delayproxy

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// variable has the target and the delay of a process that is a proxy.
const variable = "DUET_BENCH_DELAYPROXY"

// Serve does nothing in a usual process. In one that Start started it is the proxy, and does not return. Programs that call
// Start call it first.
func Serve() {
	job := strings.Fields(os.Getenv(variable))
	if len(job) != 2 {
		return
	}
	go func() { // our input is the lease: it ends with the process that has its other end
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	fmt.Fprintln(os.Stderr, "delayproxy:", run(job[0], job[1]))
	os.Exit(1)
}

func run(target, delay string) error {
	runtime.LockOSThread()
	_ = unix.Prctl(unix.PR_SET_TIMERSLACK, 1, 0, 0, 0) // without it, it is 50 us late
	to, err := netip.ParseAddrPort(target)
	if err != nil {
		return err
	}
	d, err := time.ParseDuration(delay)
	if err != nil {
		return err
	}
	p, address, err := open(to, d)
	if err != nil {
		return err
	}
	if _, err := fmt.Println(address); err != nil {
		return err
	}
	return p.serve()
}

// Proxy is a proxy that runs.
type Proxy struct {
	Address string // where it listens
	cmd     *exec.Cmd
	lease   io.Closer
}

// Start starts a proxy that hands each byte on to the target, and back, so much later. The target is an address in
// numbers. The caller closes it.
func Start(target string, oneWay time.Duration) (*Proxy, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s %s", variable, target, oneWay))
	cmd.Stderr = os.Stderr
	p := &Proxy{cmd: cmd}
	if p.lease, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the delay proxy did not start: %w", err), p.Close())
	}
	p.Address = strings.TrimSpace(line)
	return p, nil
}

// PID is its process.
func (p *Proxy) PID() int { return p.cmd.Process.Pid }

// Close ends it.
func (p *Proxy) Close() error { return errors.Join(p.lease.Close(), p.cmd.Wait()) }
