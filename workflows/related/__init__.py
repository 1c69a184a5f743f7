"""What a case page tells besides the case: related cases, reused photos, its deadlines."""
