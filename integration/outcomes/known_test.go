package outcomes

// What is not yet as it is to be. Each of these goes when it is mended; see found_test.go.
const (
	// On Postgres, what is behind a call whose rows could not be scanned, in the same round trip of a transaction, answers
	// as if nothing were wrong; the transaction then does not commit.
	scanFailsTx = true
	// A read behind a GetOrCreate may travel with its first round.
	upsertIsBarrier = false
)
