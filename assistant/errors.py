"""Errors of the assistant, rooted in the same class as the library's (``index.errors.XinhuoError``)."""

from index.errors import XinhuoError


class BadBrief(XinhuoError):
    """A brief cannot be understood: no facts, an unknown genre, a broken file."""


class BadDraft(XinhuoError):
    """A draft file cannot be read as a draft."""


class ModelUnavailable(XinhuoError):
    """No writing model answers: not fetched yet, not reachable, or it refused the key."""


class BadProfile(XinhuoError):
    """A house profile has a wrong key or value."""


class ExportFailed(XinhuoError):
    """A Word or PDF file could not be written."""


class EditConflict(XinhuoError):
    """The work was changed in another window since it was loaded."""
