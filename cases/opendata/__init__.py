"""Open data: tables for everybody, made each night, with descriptions for the catalogues of others."""
