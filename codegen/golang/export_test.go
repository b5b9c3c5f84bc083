package golang

// TableMembers shows tests what is reserved.
func TableMembers() []string { return tableMembers }
