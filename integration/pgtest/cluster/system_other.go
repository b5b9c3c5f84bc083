//go:build !linux

package cluster

import (
	"os"
	"syscall"
)

// attributes are those of a server's process: the given user, and a session of its own, away from Ctrl-C.
func attributes(as *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: as, Setsid: true}
}

// scratch is the folder for servers' folders.
func scratch() string { return os.TempDir() }
