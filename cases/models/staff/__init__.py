"""Tables of departments, their people and their absences."""
