package sqlite

const jobVariable = "DUET_SQLITE_TEST_JOB"

func child(string) int { return 0 }
