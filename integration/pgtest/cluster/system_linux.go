package cluster

import (
	"os"
	"syscall"
)

// attributes are those of a server's process: the given user, and an immediate shutdown by the kernel if the thread
// that starts it ends. So callers keep to a thread that lives as long as they do (runtime.LockOSThread).
func attributes(as *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: as, Setsid: true, Pdeathsig: syscall.SIGQUIT}
}

// scratch is the folder for servers' folders: memory where there is plenty, because making a database is making 300
// files, which on a busy disk takes ten times as long.
func scratch() string {
	const memory, plenty = "/dev/shm", 2 << 30
	var free syscall.Statfs_t
	if os.Getenv("TMPDIR") == "" && syscall.Statfs(memory, &free) == nil && free.Bavail*uint64(free.Bsize) > plenty {
		return memory
	}
	return os.TempDir()
}
