"""`raprueang`, the keeper's command: each verb is a module, needs the standard library alone, and says in a
sentence what went wrong."""
