"""The REST API at its address: the door is light, and loads the service when somebody asks for it first,
so that processes which only write addresses, such as workers, never load it."""
