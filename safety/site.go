package safety

import (
	"path"
	"runtime"
	"strconv"
)

// Site is a call site: one program counter. Capturing one costs a short walk of the stack and no allocation; it becomes
// text only when it is printed. The zero Site is unknown.
type Site uintptr

// Caller returns a call site, counted as runtime.Caller counts: skip 0 is the line that calls Caller, 1 the line that
// called the function it is in (with skip 1 in All, the line that called All).
func Caller(skip int) Site {
	var pc [1]uintptr
	// For runtime.Callers, 0 is itself, 1 is Caller, 2 is the line that calls Caller.
	if runtime.Callers(skip+2, pc[:]) == 0 {
		return 0
	}
	return Site(pc[0])
}

// String is the last folder, the file and the line, as in "shop/list.go:44"; "unknown" for the zero Site.
func (s Site) String() string {
	if s == 0 {
		return "unknown"
	}
	frame, _ := runtime.CallersFrames([]uintptr{uintptr(s)}).Next()
	if frame.File == "" {
		return "unknown"
	}
	dir, file := path.Split(frame.File)
	return path.Join(path.Base(dir), file) + ":" + strconv.Itoa(frame.Line)
}
