package perturb

// Unordered is the name of the perturbation of rows that come in no order that was asked
// for.
const Unordered = "unordered"

// unordered is done by SQLite's own pragma where connections can be reached, and by
// servers' planners, which are kept from their usual plans.
func unordered() Perturbation {
	return Perturbation{
		Name: Unordered, Does: "has the database choose other plans, so that rows without ORDER BY come otherwise",
		Means: "the order of rows that were asked for without ORDER BY",
		Lacks: func(g Ground) string {
			switch {
			case !g.has("sqlite", "postgres", "mysql") && len(g.Backends) > 0:
				return "no database is of SQLite, PostgreSQL, MariaDB or MySQL"
			case !g.Own:
				return "clones of a database share a server"
			case g.has("sqlite") && g.Framework != "go" && !g.Python:
				return "connections to SQLite are reached within the processes of Go and Python tests"
			case len(g.Backends) == 0 && g.Framework != "go" && !g.Python:
				return "no database is declared"
			}
			return ""
		},
	}
}
