"""The engine, run as ``engine_process.py GGUF SLOTS SLOT_TOKENS PORT STATES IDLE``. Imports nothing of ours."""

import os
import sys

import xllamacpp


def serve(gguf: str, slots: int, slot_tokens: int, port: int, states: str, idle: int) -> None:
    """Run llama.cpp's server until standard input closes, which it does when the parent ends, however it ends.

    ``port`` 0 picks a free one; the address goes to standard output. The key comes in ``XINHUO_ENGINE_KEY``.
    ``states`` is the folder through which a slot's evaluated prompt is handed to the others, ``idle`` the seconds
    without a request after which weights and slots leave the memory until the next one.
    """
    params = xllamacpp.CommonParams()
    params.model.path = gguf
    params.n_ctx = slots * slot_tokens
    params.n_parallel = slots
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = os.cpu_count() or 2
    params.port = port
    params.hostnames = ["127.0.0.1"]
    params.api_keys = [os.environ.pop("XINHUO_ENGINE_KEY", "")]
    params.offline = True
    params.ui = False
    params.sleep_idle_seconds = idle
    params.slot_save_path = states + os.sep  # the server puts the file name right behind it
    server = xllamacpp.Server(params)
    sys.stdout.write(f"listening {server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()
    os._exit(0)  # a clean shutdown waits for running requests; nobody is left to read their answers


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5], int(sys.argv[6]))
