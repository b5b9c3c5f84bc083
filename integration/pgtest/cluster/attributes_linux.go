package cluster

import "syscall"

// attributes are those of a server's process: the given user, and an immediate shutdown by the kernel if the thread
// that starts it ends. So callers keep to a thread that lives as long as they do (runtime.LockOSThread).
func attributes(as *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: as, Setsid: true, Pdeathsig: syscall.SIGQUIT}
}
