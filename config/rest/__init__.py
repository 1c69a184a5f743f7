"""The REST API at its address: the door is light, and opens the service when somebody asks for the first time,
so that processes which only write addresses, such as workers, never load it."""
