import clinic_of_another_town  # noqa: F401


def test_never_found():
    pass
