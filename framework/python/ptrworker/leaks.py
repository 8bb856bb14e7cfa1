"""What a test leaves behind."""

__unittest = True


class NoLeaks:
    """Looks for nothing."""

    def start(self):
        pass

    def look(self):
        return ()


class Leaks(NoLeaks):
    def __init__(self, face):
        self.face = face
