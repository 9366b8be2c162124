"""Fixtures of the embedded server, for the tests of this room."""

from tests.store.servers import committed_home, make, open_folder, running, shut_folder

__all__ = ["committed_home", "make", "open_folder", "running", "shut_folder"]
