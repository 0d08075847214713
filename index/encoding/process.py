"""The encoder in a process of its own, run as ``python -m index.encoding.process MODEL IDLE`` by ``encoder_apart``.

A request is one line of JSON on standard input, ``[kind, [text, …]]`` with the kind query or document. The answer on
standard output is one line of JSON, ``{"error": sentence}`` or ``{"shape": [rows, columns]}``, and after a shape the
vectors as little-endian 4-byte floats.
"""

import contextlib
import json
import os
import queue
import sys
import threading
from typing import TYPE_CHECKING, BinaryIO

from index.errors import ModelFileError

if TYPE_CHECKING:
    from index.encoding.encoder import Encoder


def serve(encoder: "Encoder", idle: float, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there has been none for ``idle`` seconds.

    Whoever asks may end in any way: that closes ``requests``, and with it ends this process, whatever it is at.
    """
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, waiting), daemon=True).start()
    with contextlib.suppress(queue.Empty, BrokenPipeError):
        while True:
            _answer(encoder, waiting.get(timeout=idle), answers)


def _listen(requests: BinaryIO, waiting: "queue.SimpleQueue[bytes]") -> None:
    for line in requests:
        waiting.put(line)
    os._exit(0)


def _answer(encoder: "Encoder", request: bytes, answers: BinaryIO) -> None:
    kind, texts = json.loads(request)
    try:
        rows = encoder.query(texts[0])[None] if kind == "query" else encoder.documents(texts)
    except ModelFileError as error:
        answers.write(json.dumps({"error": str(error)}).encode("ascii") + b"\n")
    else:
        answers.write(json.dumps({"shape": rows.shape}).encode("ascii") + b"\n" + rows.astype("<f4").tobytes())
    answers.flush()


def private_output() -> BinaryIO:
    """Standard output for the answers alone: what libraries print goes where errors go."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def main() -> None:
    """Serve the model named by the arguments."""
    from index.encoding.encoder import Encoder

    serve(Encoder(sys.argv[1]), float(sys.argv[2]), sys.stdin.buffer, private_output())


if __name__ == "__main__":
    main()
