package measure

import "time"

// Meter says what the client and the server computed between two moments.
type Meter struct {
	server        *Server
	processes     []string
	client, other int64
}

// NewMeter is a meter of this process and a server, which may be nil.
func NewMeter(server *Server) *Meter { return &Meter{server: server} }

// Start begins to count.
func (m *Meter) Start() {
	m.processes = m.server.processes()
	m.client, m.other = clientCPU(), cpu(m.processes)
}

// Stop is the CPU time since Start, of this process and of the server.
func (m *Meter) Stop() (client, server time.Duration) {
	return time.Duration(clientCPU() - m.client), time.Duration(cpu(m.processes) - m.other)
}
