"""Tables of departments, their people, their absences and their deputies."""
