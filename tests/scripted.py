"""A scripted OpenAI-compatible endpoint: streams Chinese text piece by piece, on loopback, no model."""

import json
import re
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[str], str]


def from_prompt(prompt: str) -> str:
    """A plausible section: whatever the prompt marks as facts, told as it stands."""
    facts = re.findall(r"〔〔(.+?)〕〕", prompt) or [
        line.strip("-*· 0123456789.、")
        for line in prompt.splitlines()
        if re.search(r"\d", line) and 6 < len(line) < 80 and not line.endswith(("：", ":"))
    ]
    told = "。".join(fact.rstrip("。；") for fact in facts)
    return f"我们始终把这项工作抓在手上、落到实处。{told}。" if told else "我们将继续用心用情做好工作。"


class ScriptedEndpoint:
    """``answer`` maps the last message to a reply; ``pause`` seconds lie between pieces; ``status`` 200 unless set."""

    def __init__(self, answer: Answer = from_prompt, pause: float = 0.01) -> None:
        self.answer, self.pause, self.status = answer, pause, 200
        self.prompts: list[str] = []
        self.running = self.most = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                self._json(endpoint.status, {"object": "list", "data": [{"id": "scripted", "object": "model"}]})

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if endpoint.status != 200:
                    self._json(endpoint.status, {"error": {"message": "refused", "code": endpoint.status}})
                    return
                endpoint._count(1)
                try:
                    self._reply(body)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True
                finally:
                    endpoint._count(-1)

            def _reply(self, body: dict[str, Any]) -> None:
                prompt = _text(body["messages"][-1]["content"])
                endpoint.prompts.append(prompt)
                text = endpoint.answer(prompt)
                usage = {
                    "prompt_tokens": len(prompt),
                    "completion_tokens": len(text),
                    "total_tokens": len(prompt + text),
                }
                if not body.get("stream"):
                    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
                    self._json(
                        200,
                        {
                            "id": "1",
                            "object": "chat.completion",
                            "model": "scripted",
                            "created": 1,
                            "choices": [choice],
                            "usage": usage,
                        },
                    )
                    return
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                self.close_connection = True
                for i in range(0, len(text), 4):
                    self._piece({"delta": {"role": "assistant", "content": text[i : i + 4]}, "finish_reason": None})
                    time.sleep(endpoint.pause)
                self._piece({"delta": {}, "finish_reason": "stop"})
                self._send(
                    {
                        "id": "1",
                        "object": "chat.completion.chunk",
                        "model": "scripted",
                        "created": 1,
                        "choices": [],
                        "usage": usage,
                    }
                )
                self.wfile.write(b"data: [DONE]\n\n")

            def _piece(self, choice: dict[str, Any]) -> None:
                self._send(
                    {
                        "id": "1",
                        "object": "chat.completion.chunk",
                        "model": "scripted",
                        "created": 1,
                        "choices": [{"index": 0, **choice}],
                    }
                )

            def _send(self, value: dict[str, Any]) -> None:
                self.wfile.write(f"data: {json.dumps(value, ensure_ascii=False)}\n\n".encode())
                self.wfile.flush()

            def _json(self, status: int, value: dict[str, Any]) -> None:
                data = json.dumps(value, ensure_ascii=False).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        return Handler

    def _count(self, change: int) -> None:
        with self._lock:
            self.running += change
            self.most = max(self.most, self.running)


def _text(content: object) -> str:
    if isinstance(content, str):
        return content
    return (
        "".join(part.get("text", "") for part in content if isinstance(part, dict)) if isinstance(content, list) else ""
    )
