"""The pages of the staff: who works where, with which rights in words, who comes and who leaves."""
