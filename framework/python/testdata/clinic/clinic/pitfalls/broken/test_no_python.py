class BrokenTests
    pass
