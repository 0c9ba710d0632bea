package names

func (l *linker) findRoles() {}
