"""The product on a machine for trying it out, with one command: a database, keys and letters of its own.

Its libraries are the extra `demo` (requirements-demo.txt), which a city's installation does not have; nothing
else in the product imports this package.
"""
