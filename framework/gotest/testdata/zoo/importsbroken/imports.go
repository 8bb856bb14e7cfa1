package importsbroken

import "example.com/zoo/broken"

func F() { broken.F() }
