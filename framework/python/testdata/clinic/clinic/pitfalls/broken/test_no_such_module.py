import clinic_of_another_town  # noqa: F401
