/* The page's own behaviour: an editable paper, buttons inside lists, keys. Talks to the server only through events. */
(() => {
  "use strict";
  try {
    Object.defineProperty(navigator, "language", { get: () => "zh-CN" });
    Object.defineProperty(navigator, "languages", { get: () => ["zh-CN", "zh"] });
  } catch (_) { /* a browser that forbids this shows its own language */ }
  const pane = (name) => { const desk = document.getElementById("x-desk"); if (desk) desk.dataset.pane = name; };
  const light = () => document.body && document.body.classList.remove("dark");
  const PREFIX = { title: "# ", h2: "## ", h3: "### " };
  const KINDS = ["altered", "leaked", "unsupported"];
  const PAUSE = 700;
  const XH = (window.XH = {});
  const $ = (s, r = document) => r.querySelector(s);
  const press = (id) => { const b = document.getElementById(id); if (b) (b.matches("button") ? b : $("button", b) || b).click(); };

  /* ---- buttons inside HTML parts ---- */
  XH.wire = (element, trigger, name) => {
    const send = (data) => trigger(name, { said: JSON.stringify({ ...data, now: XH.now() }) });
    XH.send = XH.send || send;
    element.addEventListener("click", (e) => {
      const b = e.target.closest("[data-act],[data-local]");
      if (!b || b.disabled || !element.contains(b)) return;
      const d = { ...b.dataset };
      if (d.local) return XH.local(d, b, send);
      const box = d.from && element.querySelector(d.from);
      if (box) d.text = box.value;
      if (d.act === "open") { const first = $("#x-tabs button[role=tab]"); if (first) first.click(); }
      if (d.busy) { b.disabled = true; setTimeout(() => (b.disabled = false), 4000); }
      send(d);
    });
    element.addEventListener("change", (e) => {
      const box = e.target.closest("[data-change]");
      if (box) send({ ...box.dataset, act: box.dataset.change, text: box.value });
    });
    element.addEventListener("keydown", (e) => {
      if (e.key === "Enter" && !e.isComposing && e.target.matches("input[data-enter]")) {
        e.preventDefault();
        const b = element.querySelector(e.target.dataset.enter);
        if (b) b.click();
      }
    });
    dragging(element, send);
  };
  XH.local = (d, b, send) => {
    if (d.local === "edit") return editLine(b.closest("[data-line]"), d.act, send);
    if (d.local === "jump") return jump(+d.start, +d.end);
    if (d.local === "section") return jumpSection(+d.number);
    if (d.local === "copy") return copyText(d.text || ($(d.source) || {}).innerText || "", b);
    if (d.local === "hide") return b.closest(d.what).remove();
    if (d.local === "fold") return document.documentElement.classList.toggle("x-fold");
    if (d.local === "pane") return pane(d.pane);
    if (d.local === "big") return XH.big(b.getAttribute("aria-pressed") !== "true", send);
    if (d.local === "press") return press(d.press);
    if (d.local === "help") return help(b);
  };
  XH.big = (on, send) => {
    document.documentElement.classList.toggle("x-big", on);
    const b = $("#x-big"); if (b) b.setAttribute("aria-pressed", String(on));
    if (send) send({ act: "big", on: on ? "1" : "" });
  };
  const editLine = (row, act, send) => {
    const text = $("[data-text]", row);
    if (!text || $("textarea", row)) return;
    const before = row.dataset.full || text.innerText;
    const box = document.createElement("textarea");
    box.value = before; box.className = "x-line-edit"; box.rows = Math.max(2, Math.ceil(before.length / 14));
    box.setAttribute("aria-label", row.dataset.label || "修改");
    text.hidden = true; text.after(box); box.focus(); box.setSelectionRange(before.length, before.length);
    let over = false;
    const end = (keep) => {
      if (over) return; over = true;
      const value = box.value.trim();
      box.remove(); text.hidden = false;
      if (keep && value !== before) send({ ...row.dataset, act, text: value });
    };
    box.addEventListener("keydown", (e) => {
      if (e.key === "Enter" && !e.isComposing) { e.preventDefault(); end(true); }
      if (e.key === "Escape") end(false);
      e.stopPropagation();
    });
    box.addEventListener("blur", () => end(true));
  };
  const dragging = (element, send) => {
    let from = null;
    element.addEventListener("dragstart", (e) => { const r = e.target.closest("[data-drag]"); from = r; if (r) e.dataTransfer.setData("text/plain", r.dataset.number); });
    element.addEventListener("dragover", (e) => { const r = e.target.closest("[data-drag]"); if (from && r && r.dataset.drag === from.dataset.drag) e.preventDefault(); });
    element.addEventListener("drop", (e) => {
      const r = e.target.closest("[data-drag]");
      if (from && r && r !== from) { e.preventDefault(); send({ act: from.dataset.drag, number: from.dataset.number, to: r.dataset.number }); }
      from = null;
    });
  };
  const copyText = (text, b) => {
    const box = document.createElement("textarea");
    box.value = text; box.style.cssText = "position:fixed;opacity:0"; document.body.append(box);
    box.select(); document.execCommand("copy"); box.remove();
    const was = b.textContent; b.textContent = "已复制"; setTimeout(() => (b.textContent = was), 1500);
  };

  /* ---- the paper ---- */
  let paper = null, tellPaper = null, state = { text: "", rev: 0, work: "", lines: [], claims: [] };
  let dirty = false, sentText = null, timer = 0, shown = [], last = 0;
  const kindOf = (p) => p.dataset.k || "p";
  const plain = (p) => p.textContent.replace(/\u00a0/g, " ").replace(/[\r\n\u200b]/g, "");
  const rows = () => [...paper.children].filter((p) => plain(p).trim());
  const write = () => {
    const text = rows().map((p) => (PREFIX[kindOf(p)] || "") + plain(p).trim()).join("\n\n");
    return text ? text + "\n" : "";
  };
  XH.now = () => {
    const text = dirty ? write() : null;
    if (text !== null) sentText = text;
    return JSON.stringify({ text, rev: state.rev, work: state.work });
  };
  XH.paper = (element, trigger, props, watch, edit, act) => {
    paper = $("#x-paper-text", element);
    tellPaper = (data) => trigger(edit, { said: JSON.stringify(data) });
    XH.wire(element, trigger, act);
    watch("value", () => take(props.value));
    take(props.value);
    paper.addEventListener("input", (e) => { tidy(e.inputType); changed(); });
    paper.addEventListener("compositionend", () => { tidy(""); changed(); });
    paper.addEventListener("paste", (e) => {
      e.preventDefault();
      insert((e.clipboardData || window.clipboardData).getData("text/plain"));
    });
    paper.addEventListener("drop", (e) => e.preventDefault());
    paper.addEventListener("blur", flush);
    paper.addEventListener("keydown", keys);
    paper.addEventListener("mousemove", hover);
    paper.addEventListener("mouseleave", () => tip(null));
    paper.addEventListener("click", (e) => { const c = claimAt(e); if (c && c.v !== "supported") focusFinding(c); });
    document.addEventListener("selectionchange", selected);
    element.addEventListener("pointerdown", (e) => { if (e.target.closest(".x-sectionbar")) e.preventDefault(); });
  };
  const keys = (e) => {
    if (!(e.ctrlKey || e.metaKey) || e.altKey) return;
    const k = e.key.toLowerCase();
    if (k === "z" && !e.shiftKey) { e.preventDefault(); flush(); press("x-undo"); }
    if (k === "y" || (k === "z" && e.shiftKey)) { e.preventDefault(); flush(); press("x-redo"); }
    if (k === "b" || k === "i" || k === "u") e.preventDefault();
  };
  const insert = (text) => {
    const lines = text.split(/\r?\n/).map((t) => t.trim()).filter(Boolean);
    lines.forEach((line, i) => {
      if (i) document.execCommand("insertParagraph");
      document.execCommand("insertText", false, line);
    });
  };
  const block = (kind, text, extra = {}) => {
    const p = document.createElement("p");
    dress(p, kind, extra);
    if (text) p.textContent = text; else p.append(document.createElement("br"));
    return p;
  };
  /* A title stands in the lines in which it prints; spans carry them, the words stay one text. */
  const fill = (p, line) => {
    const b = line.b ? JSON.stringify(line.b) : "";
    if (plain(p) === line.t && (p.dataset.b || "") === b && !p.querySelector("br")) return;
    if (b) p.dataset.b = b; else delete p.dataset.b;
    if (!line.t) return p.replaceChildren(document.createElement("br"));
    if (!b) { p.textContent = line.t; return; }
    let at = 0;
    p.replaceChildren(...line.b.map(([end, kind]) => {
      const piece = document.createElement("span");
      piece.className = "x-t-" + kind; piece.textContent = line.t.slice(at, end); at = end;
      return piece;
    }));
  };
  const dress = (p, kind, extra) => {
    if (p.dataset.k !== kind) p.dataset.k = kind;
    if (kind !== "title" && p.dataset.b) { delete p.dataset.b; p.textContent = plain(p); }
    if (extra.s === undefined) return;
    p.dataset.s = extra.s;
    const note = extra.n || "";
    if (note) p.dataset.note = note; else delete p.dataset.note;
    const grow = extra.state || "";
    if (grow) p.dataset.state = grow; else delete p.dataset.state;
  };
  /* Keep the children of the paper plain paragraphs, whatever the browser or a paste made of them. */
  const tidy = (how) => {
    const odd = [...paper.childNodes].some((n) => n.nodeName !== "P" || n.querySelector("p,div,span:not([class^=x-t-]),b,i,font") || (n.dataset.k !== "title" && n.querySelector("span")) || (n.querySelector("br") && plain(n)) || /\n/.test(n.textContent));
    if (odd) {
      const place = caret();
      const fresh = [];
      for (const node of [...paper.childNodes]) {
        const kind = node.nodeName === "P" ? kindOf(node) : "p";
        const holder = node.nodeType === 1 ? node : null;
        if (holder) holder.querySelectorAll("br").forEach((b) => b.replaceWith("\n"));
        (node.textContent || "").split("\n").forEach((line, i, all) => {
          if (line || all.length === 1) fresh.push(block(i ? "p" : kind, line));
        });
      }
      paper.replaceChildren(...fresh);
      settle(place);
    }
    for (const p of paper.children) {
      const m = /^(#{1,3})[ \u3000]+(.+)$/.exec(plain(p));
      if (m) { const place = caret(); p.textContent = m[2]; dress(p, ["", "title", "h2", "h3"][m[1].length], {}); settle(place - m[1].length - 1); }
    }
    if (how === "insertParagraph") {
      const p = currentBlock();
      const above = p && p.previousElementSibling;
      if (p && above && !plain(p) && kindOf(above) !== "p") { dress(p, "p", {}); }
      if (p) { p.removeAttribute("data-note"); if (above) p.dataset.s = above.dataset.s || ""; }
    }
    if (!paper.children.length) paper.append(block("p", ""));
  };
  const currentBlock = () => {
    const s = getSelection();
    let n = s.rangeCount ? s.getRangeAt(0).startContainer : null;
    while (n && n.parentNode !== paper) n = n.parentNode;
    return n && n.nodeType === 1 ? n : null;
  };
  const caret = () => {
    const s = getSelection();
    if (!s.rangeCount || !paper.contains(s.anchorNode)) return -1;
    const r = document.createRange();
    r.selectNodeContents(paper); r.setEnd(s.anchorNode, s.anchorOffset);
    return r.toString().replace(/\n/g, "").length;
  };
  const settle = (place) => {
    if (place < 0) return;
    let left = place;
    const walk = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT);
    let node = walk.nextNode(), last = null;
    while (node && left > node.length) { left -= node.length; last = node; node = walk.nextNode(); }
    node = node || last;
    if (node) getSelection().collapse(node, Math.min(left, node.length));
  };
  const changed = () => {
    dirty = true; shown = []; paint();
    mark("正在输入");
    clearTimeout(timer); timer = setTimeout(flush, PAUSE);
  };
  const flush = () => {
    clearTimeout(timer);
    if (!dirty || !tellPaper) return;
    const text = write();
    if (text === sentText) return;
    sentText = text;
    stash(text);
    tellPaper({ text, rev: state.rev, work: state.work });
  };
  const stash = (text) => { try { localStorage.setItem("xinhuo-typed", JSON.stringify({ text, rev: state.rev, work: state.work })); } catch (_) { /* private window */ } };
  const unstash = () => { try { localStorage.removeItem("xinhuo-typed"); } catch (_) { /* private window */ } };
  const mark = (text) => { const m = $("#x-saved"); if (m && text) m.dataset.typing = text; else if (m) delete m.dataset.typing; };
  window.addEventListener("pagehide", () => { if (dirty) { stash(write()); flush(); } });

  const resync = () => { if (XH.send) XH.send({ act: "resync" }); };
  /* What came is the whole paper, or only what changed: pieces to add while it is written, or a word that it is as typed. */
  const whole = (next) => {
    if (next.ops) {
      if (!state.live || next.base !== state.number) return resync();
      const lines = state.lines.slice();
      for (const [place, a, b] of next.ops) {
        if (typeof a === "string") lines[place] = { ...lines[place], t: lines[place].t + a };
        else lines.splice(place, a, ...b);
      }
      return { ...state, ...next, ops: null, lines, states: next.states || state.states };
    }
    if (next.same) {
      if (sentText === null || next.work !== state.work) return resync();
      if (dirty && write() !== sentText) { state.rev = next.rev; return null; } /* more was typed meanwhile */
      const there = rows();
      if (there.length !== next.lines.length) return resync();
      return { ...next, text: sentText, lines: next.lines.map((line, i) => ({ ...line, t: plain(there[i]).trim() })) };
    }
    return next.lines ? next : null;
  };
  const take = (value) => {
    let next;
    try { next = JSON.parse(value); } catch (_) { return; }
    if (!next || next.serial <= last) return; /* overtaken on the way by a later answer */
    last = next.serial || last;
    next = whole(next);
    if (!next) return;
    const typing = dirty && !next.force && next.work === state.work && !next.live;
    if (typing) {
      const now = write();
      if (now.trim() !== next.text.trim()) {
        /* what was typed since is newer than this answer: take the version, keep the words */
        if (next.text === sentText || next.text.trim() === (sentText || "").trim()) state.rev = next.rev;
        return;
      }
    }
    const other = next.work !== state.work;
    state = next; dirty = false; sentText = null; mark("");
    if (next.force || (!other && !next.live)) unstash();
    draw(next);
    if (next.text && !next.live) restore(next);
  };
  const restore = (next) => {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem("xinhuo-typed") || "null"); } catch (_) { return; }
    if (!kept || kept.work !== next.work) return;
    unstash();
    if (kept.rev === next.rev && kept.text.trim() !== next.text.trim() && kept.text.trim()) { tellPaper({ text: kept.text, rev: kept.rev, work: kept.work, again: true }); }
  };
  const draw = (next) => {
    const at = document.activeElement === paper;
    const place = at ? caret() : -1;
    const box = document.getElementById("x-paper");
    const scroll = box ? box.scrollTop : 0;
    const want = next.lines;
    const there = rows();
    /* An empty line where the cursor stands belongs to who is writing there. */
    const asTyped = at && !next.live && there.length === want.length && want.length && want.every((line, i) => plain(there[i]).trim() === line.t);
    want.forEach((line, i) => {
      const extra = { s: line.s, n: line.n, state: next.live && line.s >= 0 ? next.states[line.s] : "" };
      const p = asTyped ? there[i] : paper.children[i];
      if (!p) { const made = block(line.k, "", extra); fill(made, line); return paper.append(made); }
      dress(p, line.k, extra);
      if (!asTyped) fill(p, line);
    });
    if (!asTyped) while (paper.children.length > want.length) paper.lastElementChild.remove();
    if (!paper.children.length) paper.append(block("p", ""));
    paper.contentEditable = next.editable ? "true" : "false";
    paper.setAttribute("aria-readonly", String(!next.editable));
    paper.setAttribute("aria-busy", String(!!next.live));
    paper.classList.toggle("x-empty", !want.length);
    if (place >= 0 && !asTyped) settle(place);
    if (box) box.scrollTop = scroll;
    if (next.live) follow(box);
    shown = next.live ? [] : next.claims;
    paint();
  };
  let followed = true;
  const follow = (box) => {
    const last = [...paper.querySelectorAll('[data-state="writing"]')];
    if (box && followed && last.length && last.length < 2) { const r = last.at(-1).getBoundingClientRect(); if (r.bottom > box.getBoundingClientRect().bottom) box.scrollTop += r.bottom - box.getBoundingClientRect().bottom + 40; }
  };

  /* ---- claims: painted over the text, never inside it ---- */
  const spots = () => {
    const out = [], there = rows();
    let start = 0, i = 0;
    for (const line of state.text.split("\n")) {
      if (line.trim()) {
        const p = there[i++];
        const cut = p ? line.length - plain(p).trim().length : 0;
        out.push({ p, from: start + cut, to: start + line.length });
      }
      start += line.length + 1;
    }
    return out;
  };
  const point = (p, offset) => {
    const walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    let node = walk.nextNode();
    while (node && offset > node.length) { offset -= node.length; const after = walk.nextNode(); if (!after) { offset = node.length; break; } node = after; }
    return node ? [node, offset] : null;
  };
  const rangeOf = (places, s, e) => {
    const at = places.find((b) => s >= b.from && s < b.to);
    if (!at || !at.p) return null;
    const first = point(at.p, s - at.from), last = point(at.p, Math.min(e, at.to) - at.from);
    if (!first || !last) return null;
    const r = document.createRange();
    r.setStart(...first); r.setEnd(...last);
    return r;
  };
  const paint = () => {
    if (!window.CSS || !CSS.highlights) return;
    const places = shown.length ? spots() : [];
    for (const kind of [...KINDS, "supported"]) {
      const ranges = shown.filter((c) => c.v === kind).map((c) => rangeOf(places, c.s, c.e)).filter(Boolean);
      CSS.highlights.set("x-" + kind, new Highlight(...ranges));
    }
  };
  const claimAt = (e) => {
    if (!shown.length) return null;
    let node, offset;
    if (document.caretPositionFromPoint) { const c = document.caretPositionFromPoint(e.clientX, e.clientY); if (c) { node = c.offsetNode; offset = c.offset; } }
    else if (document.caretRangeFromPoint) { const c = document.caretRangeFromPoint(e.clientX, e.clientY); if (c) { node = c.startContainer; offset = c.startOffset; } }
    if (!node || !paper.contains(node)) return null;
    const places = spots();
    for (const c of shown) {
      const r = rangeOf(places, c.s, c.e);
      if (!r || !r.isPointInRange(node, offset)) continue;
      for (const b of r.getClientRects()) if (e.clientX >= b.left - 2 && e.clientX <= b.right + 2 && e.clientY >= b.top - 2 && e.clientY <= b.bottom + 2) return c;
    }
    return null;
  };
  const tip = (c, e) => {
    let t = $("#x-tip");
    if (!c) { if (t) t.hidden = true; return; }
    if (!t) { t = document.createElement("div"); t.id = "x-tip"; t.setAttribute("role", "tooltip"); document.body.append(t); }
    t.textContent = c.w; t.hidden = false;
    t.style.left = Math.min(e.clientX + 8, innerWidth - 330) + "px";
    t.style.top = e.clientY + 18 + "px";
  };
  const hover = (e) => tip(claimAt(e), e);
  const focusFinding = (c) => {
    const row = $(`[data-finding="${c.s}"]`);
    if (row) { row.scrollIntoView({ block: "nearest" }); row.classList.add("x-flash"); setTimeout(() => row.classList.remove("x-flash"), 1600); }
  };
  const jump = (s, e) => {
    const r = rangeOf(spots(), s, e);
    if (!r) return;
    pane("paper");
    const p = r.startContainer.parentElement;
    p.scrollIntoView({ block: "center" });
    if (paper.isContentEditable) paper.focus({ preventScroll: true });
    getSelection().removeAllRanges(); getSelection().addRange(r);
  };
  const jumpSection = (n) => {
    const p = paper.querySelector(`[data-s="${n}"]`);
    if (p) { pane("paper"); p.scrollIntoView({ block: "start" }); }
  };
  /* Which section, or which words, the buttons under the paper act on. */
  const selected = () => {
    const bar = $(".x-sectionbar");
    if (!bar || !paper) return;
    const s = getSelection();
    if (!s.rangeCount || !paper.contains(s.anchorNode)) return;
    const p = currentBlock();
    const words = s.toString().trim();
    const number = p ? p.dataset.s : "";
    bar.querySelectorAll("[data-act]").forEach((b) => { b.dataset.number = number; b.dataset.words = words.slice(0, 2000); b.disabled = number === undefined || +number < 0 || state.live; });
    const name = $(".x-target", bar);
    if (!name) return;
    const head = p && paper.querySelector(`[data-k="h2"][data-s="${number}"]`);
    name.textContent = words ? `所选 ${words.length} 字` : head ? plain(head).slice(0, 6) + "…" : "这一段";
  };

  /* ---- keys, names and small repairs of the frame ---- */
  document.addEventListener("keydown", (e) => {
    const box = e.target.closest && e.target.closest("#x-message textarea");
    if (box && e.key === "Enter") {
      e.stopImmediatePropagation(); /* the box has an idea of its own of these keys */
      if (e.shiftKey || e.isComposing || e.keyCode === 229) return;
      e.preventDefault();
      press("x-send");
    }
  }, true);
  document.addEventListener("keypress", (e) => {
    if (e.key === "Enter" && e.target.closest && e.target.closest("#x-message textarea")) e.stopImmediatePropagation();
  }, true);
  const keptOpen = new Set();
  const unfoldedAs = (d) => { const part = d.closest("[id^=x-]"), s = $("summary", d); return (part ? part.id : "") + ":" + (s ? s.firstChild.textContent : ""); };
  document.addEventListener("toggle", (e) => {
    const d = e.target;
    if (!d.matches || !d.matches("details.x-more")) return;
    if (d.open) keptOpen.add(unfoldedAs(d)); else if (d.isConnected) keptOpen.delete(unfoldedAs(d));
  }, true);
  const wide = () => document.documentElement.classList.toggle("x-wide", innerWidth > 1180);
  addEventListener("resize", wide);
  const name = () => {
    light(); wide();
    /* What was unfolded stays so when its part is drawn anew. */
    document.querySelectorAll("details.x-more:not([data-known])").forEach((d) => { d.dataset.known = "1"; if (keptOpen.has(unfoldedAs(d))) d.open = true; });
    const big = $("#x-big");
    if (big) document.documentElement.classList.toggle("x-big", big.getAttribute("aria-pressed") === "true");
    document.querySelectorAll("[data-testid='file-upload'], input[type=file]").forEach((f) => {
      const holder = f.closest("#x-upload, #x-attach");
      if (!holder) return;
      const label = holder.id === "x-upload" ? "上传资料" : "附上材料";
      if (f.getAttribute("aria-label") !== label) f.setAttribute("aria-label", label);
    });
    document.querySelectorAll("#x-upload button[aria-label]").forEach((b) => {
      if (/[a-z]{3}/.test(b.getAttribute("aria-label"))) b.setAttribute("aria-label", "选择要上传的资料，或把文件拖到这里");
    });
    if (document.documentElement.lang !== "zh-CN") document.documentElement.lang = "zh-CN";
  };
  new MutationObserver(() => { if (!name.queued) { name.queued = true; requestAnimationFrame(() => { name.queued = false; name(); }); } }).observe(document.documentElement, { childList: true, subtree: true });
  XH.log = (element, watch) => {
    const box = () => document.getElementById("x-log") || element.parentElement;
    const down = () => { const b = box(); b.scrollTop = b.scrollHeight; };
    watch("value", () => requestAnimationFrame(down));
    new ResizeObserver(down).observe(box());
    setTimeout(() => { const b = box(); b.scrollTop = b.scrollHeight; }, 300);
  };
  /* What stands above the paper begins at its top; only the same thing, drawn anew, stays where it was. */
  XH.above = (element, watch) => {
    let kind = "";
    watch("value", () => requestAnimationFrame(() => {
      const part = $("section", element), now = part ? part.className : "", box = document.getElementById("x-above");
      if (box && now !== kind) box.scrollTop = 0;
      kind = now;
    }));
  };
  /* ---- messages: seen for a while, never in the way of another tab ---- */
  let noticeTimer = 0;
  const hideNotice = () => { const n = $("#x-notice .x-notice"); if (n) n.remove(); };
  XH.notice = (element, watch) => watch("value", () => {
    clearTimeout(noticeTimer);
    const n = $(".x-notice", element);
    if (n) noticeTimer = setTimeout(function wait() { if (n.matches(":hover, :focus-within")) noticeTimer = setTimeout(wait, 3000); else n.remove(); }, 6000 + 120 * n.innerText.length);
  });
  document.addEventListener("click", (e) => { if (e.target.closest && e.target.closest("#x-tabs button[role=tab]")) { hideNotice(); help(null); } });

  /* ---- questions: the keyboard goes in, stays in, and comes back ---- */
  let before = null;
  XH.dialog = (element, watch) => {
    watch("value", () => {
      const d = $(".x-dialog", element);
      if (d) {
        before = before || document.activeElement;
        const first = $(".x-primary, button", d);
        if (first) first.focus();
      } else if (before) { if (before.isConnected) before.focus(); before = null; }
    });
    element.addEventListener("keydown", (e) => {
      const d = $(".x-dialog", element);
      if (!d) return;
      if (e.key === "Escape") { const b = $("[data-act=close]", d); if (b) b.click(); }
      if (e.key !== "Tab") return;
      const all = [...d.querySelectorAll("button,textarea,a[href],input,select")];
      const end = e.shiftKey ? all[0] : all.at(-1);
      if (document.activeElement === end) { e.preventDefault(); (e.shiftKey ? all.at(-1) : all[0]).focus(); }
    });
  };
  let asked = null;
  const help = (b) => {
    const h = $("#x-guide");
    if (!h) return;
    const open = !!b && h.hidden;
    h.hidden = !open;
    const opener = $("#x-help");
    if (opener) opener.setAttribute("aria-expanded", String(open));
    if (open) { asked = b; h.focus(); } else if (b && asked && asked.isConnected) asked.focus();
  };
  document.addEventListener("keydown", (e) => {
    if (e.key === "F1") { e.preventDefault(); help($("#x-help")); }
    if (e.key === "Escape" && $("#x-guide") && !$("#x-guide").hidden) help($("#x-help"));
  });

  /* ---- printed pages: as wide as there is room ---- */
  XH.preview = (element, watch) => {
    const fit = () => {
      const pages = $(".papers", element), box = $("#x-preview");
      if (pages && box && box.clientWidth) pages.style.zoom = Math.min(1.15, (box.clientWidth - 44) / 800);
    };
    watch("value", () => { fit(); const box = $("#x-preview"); if (box && $(".x-sheets", element)) box.scrollTop = +(XH.previewAt || 0); });
    new ResizeObserver(fit).observe(document.getElementById("x-preview") || element);
    setTimeout(() => { const box = $("#x-preview"); if (box) box.addEventListener("scroll", () => { XH.previewAt = box.scrollTop; }, true); fit(); }, 400);
  };
  XH.download = (watch, props) => watch("value", () => {
    let d; try { d = JSON.parse(props.value); } catch (_) { return; }
    if (!d.url || d.seen === XH.seen) return;
    XH.seen = d.seen;
    const a = document.createElement("a"); a.href = d.url; a.download = d.name; document.body.append(a); a.click(); a.remove();
  });
})();
