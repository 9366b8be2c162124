"""How often a process of ours looks for objects that hold each other."""

import gc

OBJECTS_MIN = 200_000


def collect_seldom() -> None:
    """Seldom: a command makes many small objects that all stay or all go, and looking for cycles among them often costs
    a sixth of an import.
    """
    gc.freeze()
    gc.set_threshold(OBJECTS_MIN, 50, 1_000)
