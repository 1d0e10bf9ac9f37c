"""The error tree. Every message says what, which source, and the next step.

BriefwrightError
├── SourceError            one source cannot be read; the others go on
│   ├── NotFound           no such file, or a folder with nothing readable
│   ├── Unreadable         binary, wrong encoding, broken page or row
│   ├── Unsupported        a format that no reader in the table takes
│   ├── TooLarge           over a limit on bytes, words or line length
│   ├── NoText             read, but without a sentence in it
│   ├── NotAllowed         an address that the rules or the site's robots.txt do not let us read
│   └── Unreachable        an address that gives no answer, or an error
├── SettingsError          an option, a variable or a configuration file that cannot be carried out
├── StoreError             the store cannot be opened or written
├── BallotsError           the file of ballots cannot be opened or written, or holds none
├── ReviewError            the reviewers' page cannot be shown
├── OutputError            a note or brief cannot be written there
│   └── NoteEdited         a note is there that an officer worked in
├── TemplateError          unknown, broken or refused template
├── BriefError             a file that is not a brief of a known version
├── EngineError            the workers of a batch cannot start, or the cluster is gone
└── ModelError             a model cannot be used
    ├── UnknownModel       a name that is neither installed nor a folder
    ├── CorruptWeights     the SHA-256 is not the pinned one, or the file is not what it says
    ├── RefusedModel       a folder with something in it that we do not load from anybody
    ├── NoRoom             weights and cache do not fit into the memory there is
    └── FetchFailed        the weights could not be fetched
"""

from __future__ import annotations


class BriefwrightError(Exception):
    """Something the user can act on; `str()` is fit to print as it stands."""


class SourceError(BriefwrightError):
    """One source cannot become an article; `code` names the reason for machines."""

    code = "source"


class NotFound(SourceError):
    code = "not-found"


class Unreadable(SourceError):
    code = "unreadable"


class Unsupported(SourceError):
    code = "unsupported-format"


class TooLarge(SourceError):
    code = "too-large"


class NoText(SourceError):
    code = "no-text"


class NotAllowed(SourceError):
    code = "not-allowed"


class Unreachable(SourceError):
    code = "unreachable"


class SettingsError(BriefwrightError):
    """An option, a variable of the environment or a line of a configuration file that means
    nothing, or contradicts another."""


class StoreError(BriefwrightError):
    """The file is no store of ours, or cannot be opened or written."""


class BallotsError(BriefwrightError):
    """The file holds no ballots of ours, or cannot be opened or written."""


class ReviewError(BriefwrightError):
    """There is nothing to judge, or the page cannot be served."""


class OutputError(BriefwrightError):
    """Nothing could be written at that path."""


class NoteEdited(OutputError):
    """A note with an officer's work in it would be replaced."""


class TemplateError(BriefwrightError):
    """The template is unknown, broken, or asks for what the sandbox refuses."""


class BriefError(BriefwrightError):
    """The file is not a brief that this version can read."""


class EngineError(BriefwrightError):
    """No worker can be had, whatever the article."""


class ModelError(BriefwrightError):
    """A model cannot be used."""


class UnknownModel(ModelError):
    """The name is neither a shipped model nor a folder."""


class CorruptWeights(ModelError):
    """A weights file does not have its pinned SHA-256."""


class RefusedModel(ModelError):
    """The folder holds code, pickles, links, or files that do not agree with each other."""


class NoRoom(ModelError):
    """The model does not fit into the memory of the device."""


class FetchFailed(ModelError):
    """The weights could not be fetched."""
