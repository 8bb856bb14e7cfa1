package perturb

// Ties is the name of the perturbation of rows that an ORDER BY does not tell apart.
const Ties = "ties"

// The values of ties.
const (
	Against = "against" // the order that the database has by itself
	Random  = "random"
)

func ties() Perturbation {
	return Perturbation{
		Name: Ties, Does: "has the database return rows whose ORDER BY keys are equal the other way round",
		Means:  "the order of rows that ORDER BY does not tell apart",
		Values: `"against" the usual order, or "random", by the seed`, Usual: Against,
		Check: oneOf(Against, Random),
		Lacks: func(g Ground) string {
			if g.Framework == "go" || g.Django {
				return ""
			}
			return "it is done in Go's database/sql and in Django"
		},
	}
}
