package conformance

// groups is the suite: one group for each area of the query language, in a file of its own.
var groups = []struct {
	name  string
	tests []test
}{
	{"Columns", columnTests},
	{"Text", textTests},
	{"Logic", logicTests},
	{"Relations", relationTests},
	{"Order", orderTests},
	{"Answers", answerTests},
	{"SelectRelated", selectRelatedTests},
	{"Prefetch", prefetchTests},
	{"PrefetchPaths", prefetchPathTests},
	{"Fields", fieldTests},
	{"Lazy", lazyTests},
	{"Keys", keyTests},
	{"Load", loadTests},
	{"Project", projectTests},
	{"Aggregate", aggregateTests},
	{"Iterate", iterateTests},
	{"Create", createTests},
	{"BulkCreate", bulkTests},
	{"CopyFrom", copyTests},
	{"Save", saveTests},
	{"Update", updateTests},
	{"Delete", deleteTests},
	{"Upsert", upsertTests},
	{"Constraints", constraintTests},
	{"Atomic", atomicTests},
	{"OnCommit", onCommitTests},
	{"Savepoint", savepointTests},
	{"TxLoads", txLoadTests},
	{"Futures", futureTests},
	{"Guard", guardTests},
	{"Closing", closingTests},
	{"Plans", planTests},
	{"Property", propertyTests},
}
