"""A hash of passwords that takes no time, for tests alone."""

from cases.access.case_passwords import CaseArgon2Hasher


class QuickHasher(CaseArgon2Hasher):
    """The product's argon2id with the smallest cost there is."""

    time_cost = 1
    memory_cost = 8
