"""Who is an employee of the house: a role that nobody is appointed to. Source: S1.5, S1.12."""

from __future__ import annotations

from policies.staff import CaseSide, Staff


def works_here(person_id: str, case: CaseSide, staff: Staff) -> bool:
    """Whether the person's home unit belongs to the same tree as the case's responsible unit.

    People whose home is a tree of its own, such as a contractor's, are no employees.
    """
    person = staff.people.get(person_id)
    if person is None:
        return False
    house = staff.tree.path(case.unit_id)
    root = house[-1] if house else staff.tree.root()
    return root is not None and staff.tree.within(person.home_unit_id, root)
