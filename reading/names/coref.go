package names

type pronoun struct{ gender Gender }

var pronouns = map[string]pronoun{}

func (l *linker) resolve() {}
