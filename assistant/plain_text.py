"""Text files as the user's editor saved them."""


def decoded(data: bytes) -> str:
    """The text of a file, whatever it was saved as (UTF-8, GB 18030, UTF-16); line ends are one character each.

    Raises ``index.errors.UnreadableFile`` where the bytes are no text.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        from index.reading.text import decode

        text = decode(data)
    return text.replace("\r\n", "\n").replace("\r", "\n")
