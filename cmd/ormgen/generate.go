package main

// generateCmd is "ormgen generate".
type generateCmd struct {
	input
	Out     string `help:"Folder for the models; it is made if it is not there." placeholder:"DIR" required:""`
	Package string `help:"Name of the package; by default the folder's." placeholder:"NAME"`
	Config  string `help:"Configuration: names, types, what to leave out." placeholder:"ormgen.yaml" type:"path"`
}

// Run reads the whole schema before anything is written.
func (c *generateCmd) Run(s *session) error {
	read, err := c.read(s)
	if err != nil {
		return err
	}
	return writeModels(s, read, c)
}
