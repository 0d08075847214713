"""The frame that the browser gets: headers that keep it on this server, and an index page that speaks Chinese."""

import re

CSP = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_FOREIGN = re.compile(rb'<meta\s[^>]*?(?:og:|twitter:)[^>]*?/?>\s*|<link rel="manifest"[^>]*>\s*', re.S)


def page_html(body: bytes, script: str, style: str = "") -> bytes:
    """Gradio's index page with our script first, marked as Chinese, without its links to other sites.

    ``style`` is for what comes before the page itself, which does not get the page's own.
    """
    plain = _FOREIGN.sub(b"", body.replace(b'lang="en"', b'lang="zh-CN"', 1))
    dress = b"<style>" + style.encode() + b"</style>" if style else b""
    return plain.replace(b"<head>", b"<head><script>" + script.encode() + b"</script>" + dress, 1)
