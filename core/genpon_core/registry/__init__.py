"""The registry's rules: the charter's acceptance, departments, officers and their assignments, and keys."""
