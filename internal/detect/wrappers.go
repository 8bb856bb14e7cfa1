package detect

import "go/ast"

// wrappers are funcs that look a variable up whose name they are given, such as
// getenv("DB_HOST", "localhost"): the place of that argument, by the func's name.
type wrappers map[string]int

// add enters what n declares, if it is such a func.
func (w wrappers) add(n ast.Node) {
	switch n := n.(type) {
	case *ast.FuncDecl:
		w.enter(n.Name, n.Type, n.Body)
	case *ast.AssignStmt:
		for i, value := range n.Rhs {
			if f, ok := value.(*ast.FuncLit); ok && i < len(n.Lhs) {
				if name, ok := n.Lhs[i].(*ast.Ident); ok {
					w.enter(name, f.Type, f.Body)
				}
			}
		}
	case *ast.ValueSpec:
		for i, value := range n.Values {
			if f, ok := value.(*ast.FuncLit); ok && i < len(n.Names) {
				w.enter(n.Names[i], f.Type, f.Body)
			}
		}
	}
}

func (w wrappers) enter(name *ast.Ident, signature *ast.FuncType, body *ast.BlockStmt) {
	if body == nil {
		return
	}
	places := map[string]int{}
	for _, field := range signature.Params.List {
		for _, parameter := range field.Names {
			places[parameter.Name] = len(places)
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && isLookup(call) {
			if x, ok := call.Args[0].(*ast.Ident); ok {
				if place, ok := places[x.Name]; ok {
					w[name.Name] = place
				}
			}
		}
		return true
	})
}

// argument is the name that a call of such a func has; nil if it calls another.
func (w wrappers) argument(call *ast.CallExpr) ast.Expr {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	place, ok := w[name]
	if !ok || place >= len(call.Args) {
		return nil
	}
	return call.Args[place]
}
