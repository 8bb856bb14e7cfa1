package broken

func F() { undefined() }
