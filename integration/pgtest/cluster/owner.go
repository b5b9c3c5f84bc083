package cluster

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// owner tells a process from every other one, also from one that has its number later. Its text can be a part of a
// file's name and a label.
type owner struct {
	boot      string // of the machine, changes when it is started
	namespace string // of process numbers: those of a container are not the host's
	pid       int
	started   string // in clock ticks since boot
}

// thisProcess is the owner of what this process makes. ok is false on systems without /proc: what is left behind
// there is not swept.
func thisProcess() (o owner, ok bool) {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return owner{}, false
	}
	namespace, err := os.Readlink("/proc/self/ns/pid")
	if err != nil {
		return owner{}, false
	}
	started, alive := startTime(os.Getpid())
	return owner{
		boot:      strings.ReplaceAll(strings.TrimSpace(string(boot)), "-", ""),
		namespace: strings.Trim(namespace, "pid:[]"),
		pid:       os.Getpid(), started: started,
	}, alive
}

func (o owner) String() string {
	return fmt.Sprintf("%s-%s-%d-%s", o.boot, o.namespace, o.pid, o.started)
}

// parseOwner is the inverse of String.
func parseOwner(text string) (o owner, ok bool) {
	parts := strings.Split(text, "-")
	if len(parts) != 4 {
		return owner{}, false
	}
	pid, err := strconv.Atoi(parts[2])
	return owner{boot: parts[0], namespace: parts[1], pid: pid, started: parts[3]}, err == nil
}

// gone tells whether a process has certainly ended. Of another container's processes nothing is certain.
func (o owner) gone() bool {
	me, ok := thisProcess()
	if !ok || o.boot != me.boot || o.namespace != me.namespace {
		return false
	}
	started, alive := startTime(o.pid)
	return !alive || started != o.started
}

// earlierBoot tells whether the machine was started again since.
func (o owner) earlierBoot() bool {
	me, ok := thisProcess()
	return ok && o.boot != me.boot
}

// startTime reads when a process was started. alive is false for one that ended, also if nobody has waited for it.
func startTime(pid int) (started string, alive bool) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return "", false
	}
	// pid (name) state ...; the name may have spaces and parentheses. State is field 3, the time field 22.
	text := string(stat)
	fields := strings.Fields(text[strings.LastIndexByte(text, ')')+1:])
	if len(fields) < 20 || fields[0] == "Z" || fields[0] == "X" {
		return "", false
	}
	return fields[19], true
}
