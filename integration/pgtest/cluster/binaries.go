package cluster

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// folders are where systems keep PostgreSQL's binaries apart from PATH, a folder for each version.
var folders = []string{
	"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/opt/postgresql@*/bin", "/opt/homebrew/opt/postgresql@*/bin",
}

// findBinaries returns the folder that has initdb and postgres: the one on PATH, else the newest that is installed.
func findBinaries() (string, error) {
	if name, err := exec.LookPath("initdb"); err == nil {
		if name, err = filepath.EvalSymlinks(name); err == nil && complete(filepath.Dir(name)) {
			return filepath.Dir(name), nil
		}
	}
	best, newest := "", -1
	for _, pattern := range folders {
		found, err := filepath.Glob(pattern)
		if err != nil {
			return "", fmt.Errorf("find PostgreSQL's binaries: %w", err)
		}
		for _, folder := range found {
			if version := majorVersion(folder); version > newest && complete(folder) {
				best, newest = folder, version
			}
		}
	}
	if best == "" {
		return "", unusable{errors.New("neither PATH nor /usr/lib/postgresql has initdb and postgres")}
	}
	return best, nil
}

// complete tells whether a folder has what is needed.
func complete(folder string) bool {
	for _, name := range []string{"initdb", "postgres"} {
		if _, err := exec.LookPath(filepath.Join(folder, name)); err != nil {
			return false
		}
	}
	return true
}

// majorVersion reads the number in the folder's name: 15 in /usr/lib/postgresql/15/bin and in /usr/pgsql-15/bin.
func majorVersion(folder string) int {
	name := filepath.Base(filepath.Dir(folder))
	version, err := strconv.Atoi(name[strings.LastIndexAny(name, "-@")+1:])
	if err != nil {
		return 0
	}
	return version
}

// credential is whom PostgreSQL runs as: it refuses to run as root, so that root lends it the user postgres, or
// nobody. For everybody else it is nil, themselves.
func credential() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		account, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(account.Uid, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("user %s: %w", name, err)
		}
		gid, err := strconv.ParseUint(account.Gid, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("user %s: %w", name, err)
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, unusable{errors.New("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")}
}
