"""The error tree. Every message is one plain Chinese sentence, fit for the secretary to read."""


class XinhuoError(Exception):
    """Root of every error that the program expects and can explain. ``str(error)`` is shown to the user as it is."""


class UnreadableFile(XinhuoError):
    """A file could not be read: empty, damaged, protected, too large, of an unknown kind, or holding no text."""


class LibraryBusy(XinhuoError):
    """Another process owns this home's library."""


class LibraryDamaged(XinhuoError):
    """The library's own data could not be opened."""


class ModelFileError(XinhuoError):
    """Weights are missing, could not be fetched, or failed their checksum."""


class StorageFull(XinhuoError):
    """The disk is full, or the folder cannot be written to."""
