"""What is done to names, telephone numbers and dates of birth."""
import re


def normal_name(name):
    """The name with single spaces, and a capital letter where a part has none."""
    return ' '.join(part if part != part.lower() else part.capitalize() for part in name.split())


def initials(name):
    return ''.join(part[0].upper() for part in re.split(r'[\s-]+', name) if part)


def normal_phone(phone):
    """The digits, after a + if there was one; it raises ValueError for letters."""
    if re.search('[A-Za-z]', phone):
        raise ValueError('%r is no telephone number' % phone)
    digits = re.sub(r'\D', '', phone)
    return '+' + digits if phone.strip().startswith('+') else digits


def age(born, on):
    """Whole years between two dates, or datetimes."""
    if on < born:
        raise ValueError('%s is before %s' % (on, born))
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def is_minor(born, on, limit=18):
    return age(born, on) < limit
