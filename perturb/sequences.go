package perturb

// Sequences is the name of the perturbation of numbers that a database gives to rows.
const Sequences = "sequences"

// sequences is done to each clone.
func sequences() Perturbation {
	return Perturbation{
		Name: Sequences, Does: "has the database number new rows from elsewhere, as if there had been others",
		Means: "the numbers that rows are given",
		Lacks: func(g Ground) string {
			switch {
			case len(g.Backends) == 0:
				return "no database is declared"
			case !g.Own:
				return "clones of a database share a server"
			case g.has("sqlite") && !g.Django:
				return "SQLite's numbers are reached through Django only"
			}
			return ""
		},
	}
}
