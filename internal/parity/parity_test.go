package parity

import (
	"go/token"
	"go/types"
	"testing"

	"github.com/seed83105465/duet/internal/compilefail/exportdata"
)

// module is the module's path.
const module = "github.com/seed83105465/duet"

// exceptions are what has one voice on purpose.
var exceptions = map[string]string{
	"Async":             "opens the scope that an AsyncContext comes from; within one, the code is asynchronous already",
	"Observe":           "makes a context, and asks nothing",
	"ObserveRoundTrips": "makes a context, and asks nothing",
	"Gather":            "waits for futures, which blocking code has none of",
	"GatherAll":         "waits for futures, which blocking code has none of",
	"WaitAll":           "waits for futures, which blocking code has none of",
	"Race":              "waits for futures, which blocking code has none of",
	"Send":              "sends what futures wait for, which blocking code has none of",
}

// TestParity reads every exported function and method of orm and of a models package as ormgen writes them.
func TestParity(t *testing.T) {
	t.Parallel()
	importer, err := exportdata.Importer(token.NewFileSet(), module+"/orm", module+"/models")
	if err != nil {
		t.Fatal(err)
	}
	for path, exceptions := range map[string]map[string]string{module + "/orm": exceptions, module + "/models": nil} {
		pkg, err := importer.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		found := calls(pkg)
		for _, problem := range check(found, exceptions) {
			t.Errorf("%s: %s", pkg.Name(), problem)
		}
		t.Logf("%s: %d calls in the blocking voice, %d in the asynchronous one", pkg.Name(), count(found, blocking), count(found, async))
		// A check of nothing would pass.
		if least := 20; count(found, blocking) < least || count(found, async) < least {
			t.Errorf("%s: fewer than %d calls in a voice", pkg.Name(), least)
		}
	}
}

func count(found map[string]*types.Signature, voice string) int {
	n := 0
	for _, s := range found {
		if voiceOf(s) == voice {
			n++
		}
	}
	return n
}
