"""The installer on an empty machine that boots: `make install-test`, in a short form in the CI."""
