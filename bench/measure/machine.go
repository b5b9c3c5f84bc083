package measure

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// clientCPU is the CPU time of this process, in nanoseconds.
func clientCPU() int64 {
	var u unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return u.Utime.Nano() + u.Stime.Nano()
}

// idle is how long the given CPU has been idle, in nanoseconds; all of them together if it is negative. The kernel
// counts in hundredths of a second.
func idle(cpu int) int64 {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	prefix := "cpu "
	if cpu >= 0 {
		prefix = "cpu" + strconv.Itoa(cpu) + " "
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, prefix); ok {
			fields := strings.Fields(rest)
			return (number(fields[3]) + number(fields[4])) * int64(10*time.Millisecond) // idle, and waiting for a disk
		}
	}
	return 0
}

func number(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64) // the kernel's own
	return n
}

// Machine says what this ran on, in a line.
func Machine() string {
	model := "an unknown CPU"
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(text)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	kernel := ""
	var u unix.Utsname
	if unix.Uname(&u) == nil {
		kernel = ", Linux " + unix.ByteSliceToString(u.Release[:])
	}
	return strconv.Itoa(runtime.NumCPU()) + " CPUs, " + model + kernel + ", " + runtime.Version()
}
