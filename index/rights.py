"""Who sees a material and who may remove it. An owner of "" is everybody; a user of None is an administrator."""

from index.records import Material


def seen(whose: str, owner: str | None) -> bool:
    """Whether ``owner`` sees what belongs to ``whose``."""
    return owner is None or whose in ("", owner)


def may_remove(material: Material, by: str | None) -> bool:
    """Whether ``by`` may remove a material: their own, what they added for everybody; an administrator any."""
    return by is None or (bool(by) and by in (material.owner, material.added_by) and seen(material.owner, by))
