package measure

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Server is the processes of a PostgreSQL server on this machine, in a container or not. The nil Server is one that
// cannot be seen: its CPU time is 0.
type Server struct{ postmaster string }

// FindServer finds the processes of the server: the one that serves a connection of ours has the connection's port in
// its title, and its parent is the server's first. It is nil where this process cannot see them.
func FindServer(ctx context.Context, dsn string) (*Server, error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close(ctx) }()
	var port int
	if err := conn.QueryRow(ctx, "SELECT inet_client_port()").Scan(&port); err != nil {
		return nil, err
	}
	mark := fmt.Sprintf("(%d)", port)
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		title, err := os.ReadFile(file)
		if err != nil || !strings.HasPrefix(string(title), "postgres:") || !strings.Contains(string(title), mark) {
			continue // it may have ended meanwhile
		}
		return &Server{postmaster: parent(filepath.Base(filepath.Dir(file)))}, nil
	}
	return nil, nil
}

// parent is the process that started one.
func parent(pid string) string {
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return ""
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	if len(fields) < 2 {
		return ""
	}
	return fields[1]
}

// processes are those that serve connections, and the server's others.
func (s *Server) processes() []string {
	if s == nil {
		return nil
	}
	children, err := os.ReadFile("/proc/" + s.postmaster + "/task/" + s.postmaster + "/children")
	if err != nil {
		return nil
	}
	return strings.Fields(string(children))
}

// threadsCPU is cpu of processes with several threads.
func threadsCPU(processes []int) (sum int64) {
	for _, pid := range processes {
		threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/[0-9]*", pid)) // the pattern is right
		for i, t := range threads {
			threads[i] = strings.TrimPrefix(t, "/proc/")
		}
		sum += cpu(threads)
	}
	return sum
}

// cpu is the CPU time that processes of one thread used so far, in nanoseconds.
func cpu(processes []string) (sum int64) {
	for _, pid := range processes {
		if text, err := os.ReadFile("/proc/" + pid + "/schedstat"); err == nil {
			if fields := strings.Fields(string(text)); len(fields) > 0 {
				sum += number(fields[0])
			}
		}
	}
	return sum
}
