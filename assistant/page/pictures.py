"""``python -m assistant.page.pictures FILE.pdf``: every page as a picture beside the file. A process of its own."""

import sys
from pathlib import Path

SCALE = 1.6
"""Pixels for a point: 950 across an A4 page, sharp on a screen and some 100 kB."""


def main(file: str) -> int:
    """Write the pictures; the exit code."""
    import pypdfium2

    pdf = Path(file)
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(len(document)):
            picture = document[number].render(scale=SCALE, grayscale=False).to_pil()
            picture.save(pdf.with_name(f"{pdf.stem}-{number + 1:03d}.png"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
