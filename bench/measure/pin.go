package measure

import (
	"errors"
	"os"
	"runtime"
	"strconv"

	"golang.org/x/sys/unix"
)

// Pin puts this process and the server onto one CPU, until undo is called. On two, a query of some microseconds pays for
// waking another CPU twice, which costs more than the query and is never twice the same; on one, the time that passes
// is the client's CPU time and the server's. It is an error where that is not allowed, or the server cannot be seen;
// nothing has changed then.
func (s *Server) Pin() (cpu int, undo func() error, err error) {
	if s == nil {
		return 0, nil, errors.New("the server's processes cannot be seen from here")
	}
	var before, one unix.CPUSet
	if err := unix.SchedGetaffinity(0, &before); err != nil {
		return 0, nil, err
	}
	for i := range len(before) * 64 {
		if before.IsSet(i) {
			cpu = i // the last: the first has most of the system's interrupts
		}
	}
	one.Set(cpu)
	procs := runtime.GOMAXPROCS(1)
	undo = func() error {
		runtime.GOMAXPROCS(procs)
		return s.allow(&before)
	}
	if err := s.allow(&one); err != nil {
		return 0, nil, errors.Join(err, undo())
	}
	return cpu, undo, nil
}

// allow says on which CPUs this process and the server may run. What either of them starts later inherits it.
func (s *Server) allow(set *unix.CPUSet) error {
	for _, pid := range append([]string{s.postmaster}, s.processes()...) {
		// A process that has ended since it was listed is no error.
		if err := unix.SchedSetaffinity(int(number(pid)), set); err != nil && !errors.Is(err, unix.ESRCH) {
			return err
		}
	}
	for range 3 { // a thread may start others meanwhile, which are found the next time
		threads, err := os.ReadDir("/proc/self/task")
		if err != nil {
			return err
		}
		for _, thread := range threads {
			tid, err := strconv.Atoi(thread.Name())
			if err != nil {
				return err
			}
			if err := unix.SchedSetaffinity(tid, set); err != nil && !errors.Is(err, unix.ESRCH) {
				return err
			}
		}
	}
	return nil
}
