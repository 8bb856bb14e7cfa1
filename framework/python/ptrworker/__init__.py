"""ptr's worker for Python suites: runs the tests that ptr names, and tells what became of them.

It needs the standard library only, from Python 3.8 on. ptr writes it into a
folder and runs that folder; docs/protocol.md has what the two say to each
other.
"""

# The frames of modules with this name are cut off tracebacks, as unittest's own are.
__unittest = True
