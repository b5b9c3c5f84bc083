// Package delayproxy is a network that is far away: a proxy that hands on what it reads after a fixed time, in order and
// at any rate. It runs in a process of its own, which ends with the one that started it, and on Linux alone.
//
// One thread does all of it, with epoll, a queue (the delay is the same for all, so that the first to come is the first to
// go), and epoll_pwait2, which waits for nanoseconds: Go's timers are late by up to a millisecond in an idle process, and
// a goroutine for each direction of each connection would cost more CPU than there is.
package delayproxy

import (
	"fmt"
	"net/netip"
	"os"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// proxy is the state of the one thread.
type proxy struct {
	listener, epoll int
	target          *unix.SockaddrInet4
	delay           int64
	ends            map[int]*end // by file descriptor
	queue           []chunk
	head            int // of the queue
	buffer          [256 << 10]byte
}

// end is one side of a connection that is handed through.
type end struct {
	peer   int
	closed bool // nothing more will be read from it
}

// chunk is what was read, and when and where it is to be written.
type chunk struct {
	to   int
	text []byte // nil is the end of what there is to read
	due  int64
}

// now is a clock that nobody sets.
func now() int64 {
	var t unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_MONOTONIC, &t) // it always works for this clock
	return t.Nano()
}

// open listens on a free port of 127.0.0.1.
func open(target netip.AddrPort, delay time.Duration) (p *proxy, address string, err error) {
	p = &proxy{delay: int64(delay), ends: map[int]*end{}, target: &unix.SockaddrInet4{Port: int(target.Port()), Addr: target.Addr().As4()}}
	if p.listener, err = unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0); err != nil {
		return nil, "", err
	}
	if err := unix.Bind(p.listener, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return nil, "", err
	}
	if err := unix.Listen(p.listener, 512); err != nil {
		return nil, "", err
	}
	bound, err := unix.Getsockname(p.listener)
	if err != nil {
		return nil, "", err
	}
	if p.epoll, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err != nil {
		return nil, "", err
	}
	return p, fmt.Sprintf("127.0.0.1:%d", bound.(*unix.SockaddrInet4).Port), p.watch(p.listener)
}

func (p *proxy) watch(fd int) error {
	return unix.EpollCtl(p.epoll, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(fd)})
}

// serve hands on for ever.
func (p *proxy) serve() error {
	events := make([]unix.EpollEvent, 256)
	for {
		n, err := p.wait(events)
		if err != nil {
			return err
		}
		for _, e := range events[:n] {
			if int(e.Fd) == p.listener {
				p.accept()
			} else {
				p.read(int(e.Fd))
			}
		}
		p.write()
	}
}

// wait waits for something to read, or for the first chunk to be due.
func (p *proxy) wait(events []unix.EpollEvent) (int, error) {
	var timeout *unix.Timespec
	if p.head < len(p.queue) {
		t := unix.NsecToTimespec(max(0, p.queue[p.head].due-now()))
		timeout = &t
	}
	n, _, errno := unix.Syscall6(unix.SYS_EPOLL_PWAIT2, uintptr(p.epoll), uintptr(unsafe.Pointer(&events[0])), uintptr(len(events)),
		uintptr(unsafe.Pointer(timeout)), 0, 0)
	switch errno {
	case 0:
		return int(n), nil
	case unix.EINTR:
		return 0, nil
	default:
		return 0, os.NewSyscallError("epoll_pwait2 (Linux 5.11 has it)", errno)
	}
}

// accept connects a new connection through. One that cannot be is closed: its client sees that.
func (p *proxy) accept() {
	near, _, err := unix.Accept4(p.listener, unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK)
	if err != nil {
		return
	}
	far, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err == nil {
		err = unix.Connect(far, p.target)
	}
	if err == nil {
		err = unix.SetNonblock(far, true)
	}
	for _, fd := range []int{near, far} {
		if err == nil {
			err = unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1)
		}
		if err == nil {
			err = p.watch(fd)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "delayproxy: connect:", err)
		_ = unix.Close(near)
		_ = unix.Close(far)
		return
	}
	p.ends[near], p.ends[far] = &end{peer: far}, &end{peer: near}
}

// read queues what an end has.
func (p *proxy) read(fd int) {
	e := p.ends[fd]
	if e == nil {
		return
	}
	n, err := unix.Read(fd, p.buffer[:])
	if err == unix.EAGAIN || err == unix.EINTR {
		return
	}
	c := chunk{to: e.peer, due: now() + p.delay}
	if n > 0 {
		c.text = append([]byte(nil), p.buffer[:n]...)
	} else {
		_ = unix.EpollCtl(p.epoll, unix.EPOLL_CTL_DEL, fd, nil)
		e.closed = true
	}
	p.queue = append(p.queue, c)
}

// write hands on what is due.
func (p *proxy) write() {
	for t := now(); p.head < len(p.queue) && p.queue[p.head].due <= t; p.head++ {
		c := p.queue[p.head]
		p.queue[p.head] = chunk{}
		if c.text != nil {
			writeAll(c.to, c.text)
			continue
		}
		_ = unix.Shutdown(c.to, unix.SHUT_WR)
		if e := p.ends[c.to]; e != nil && e.closed { // both directions are over
			for _, fd := range []int{c.to, e.peer} {
				delete(p.ends, fd)
				_ = unix.Close(fd)
			}
		}
	}
	if p.head == len(p.queue) {
		p.queue, p.head = p.queue[:0], 0
	} else if p.head > 4096 && p.head*2 > len(p.queue) {
		p.queue, p.head = append(p.queue[:0:0], p.queue[p.head:]...), 0
	}
}

// writeAll writes to an end; one that is gone reads nothing.
func writeAll(fd int, text []byte) {
	for len(text) > 0 {
		n, err := unix.Write(fd, text)
		if n > 0 {
			text = text[n:]
		}
		if err == unix.EAGAIN {
			time.Sleep(50 * time.Microsecond) // its buffer is full
			continue
		}
		if err != nil && err != unix.EINTR {
			return
		}
	}
}
