"use strict";
(async () => {
  const $ = id => document.getElementById(id);
  const inflated = id => {
    const bytes = Uint8Array.from(atob($(id).textContent), c => c.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")));
  };
  const data = await inflated("data").json();
  const svg = "http://www.w3.org/2000/svg";
  const letters = { p: "pass", f: "fail", r: "flaky", s: "skip", n: "none", "-": "none" };
  const words = { p: "passed", f: "failed", r: "passed on a retry", s: "skipped", n: "not run", "-": "not in this run" };

  const make = (name, text, props) => Object.assign(document.createElement(name), text === undefined ? {} : { textContent: text }, props || {});

  const [NAME, STATUS, FAILED, FLAKY, OF, LOW, HIGH, MEDIAN, SLOW, RESULTS, FIRST, FAILURES, ID, FILE, OWNERS, EXCUSED] = Array(16).keys();
  const [RUN, OUTCOME, WORKER, BEFORE, SAID, BLOCK, LENGTH, NAMED] = Array(8).keys();
  const tests = data.tests;
  tests.forEach((t, i) => { t.rank = i; });
  const name = t => t[NAME];

  const duration = ns => {
    if (!ns) return "";
    const s = ns / 1e9, pad = n => String(Math.floor(n)).padStart(2, "0");
    if (s < 0.0001) return Number((s * 1e6).toPrecision(2)) + " µs";
    if (s < 0.001) return (s * 1000).toFixed(1) + " ms";
    if (s < 0.0095) return (s * 1000).toFixed(0) + " ms";
    if (s < 0.095) return s.toFixed(2) + " s";
    if (s < 60) return s.toFixed(1) + " s";
    return Math.floor(s / 60) + " min " + pad(s % 60) + " s";
  };
  const percent = p => p === 0 ? "0 %" : p < 9.95 ? p.toFixed(p < 0.095 ? 2 : 1) + " %" : p.toFixed(0) + " %";
  const number = n => n.toLocaleString("en-US");

  // Results are packed as letters, each with how many runs had it in a row.
  const unpacked = text => {
    const all = [];
    for (const [, letter, n] of text.matchAll(/([a-z-])(\d*)/g)) for (let i = 0; i < (n || 1); i++) all.push(letter);
    return all;
  };

  // What tests printed is unpacked when somebody wants to see it.
  const blocks = new Map(), ends = new Map();
  for (const f of data.failures) { f.at = ends.get(f[BLOCK]) || 0; ends.set(f[BLOCK], f.at + f[LENGTH]); }
  const block = i => {
    if (!blocks.has(i)) blocks.set(i, inflated("block" + i).arrayBuffer());
    return blocks.get(i);
  };
  const printed = async f => {
    if (f[BLOCK] < 0) return null;
    return new TextDecoder().decode(new Uint8Array(await block(f[BLOCK]), f.at, f[LENGTH]));
  };

  const fact = (list, term, text) => { if (text) list.append(make("dt", term), make("dd", text)); };

  const failure = f => {
    const box = make("details"), run = data.runs[f[RUN]];
    box.append(make("summary", `run ${run[0]}: ${f[OUTCOME]}${f[WORKER] ? " on worker " + f[WORKER] + " after " + number(f[BEFORE]) + (f[BEFORE] === 1 ? " test" : " tests") : ""}, ${run[1]}  ·  ${data.said[f[SAID]] || "it said nothing"}`));
    box.addEventListener("toggle", async () => {
      if (box.open && box.children.length === 1) {
        const text = await printed(f);
        box.append(text ? make("pre", text, { tabIndex: 0 }) : make("p", text === null ? `left out to keep this page small: ptr show ${run[0]} --output '${f[NAMED] || ""}'` : "it printed nothing", { className: "text" }));
      }
    });
    return box;
  };

  const more = t => {
    const row = make("tr", undefined, { className: "more" }), cell = make("td", undefined, { colSpan: 9 }), facts = make("dl", undefined, { className: "facts" });
    fact(facts, "test", t[ID] || name(t));
    fact(facts, "declared at", t[FILE]);
    fact(facts, "owner", t[OWNERS]);
    fact(facts, "in quarantine", t[EXCUSED]);
    const times = {};
    for (const r of t[RESULTS] ? unpacked(t[RESULTS]) : []) times[words[r]] = (times[words[r]] || 0) + 1;
    fact(facts, "runs", Object.entries(times).map(([w, n]) => `${number(n)} ${w}`).join(", "));
    cell.append(facts);
    for (const f of data.failures.slice(t[FIRST], t[FIRST] + t[FAILURES]).reverse()) cell.append(failure(f));
    row.append(cell);
    return row;
  };

  const line = t => {
    const row = make("tr"), first = make("td", undefined, { className: "name", title: t[ID] || name(t) });
    const button = make("button", name(t), { type: "button", className: "name" });
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", String(!open));
      if (open) row.nextSibling.remove(); else row.after(more(t));
    });
    first.append(button);
    const state = make("td", undefined, { className: "l" });
    state.append(make("span", t[STATUS], { className: "tag " + t[STATUS].replace(" ", "") }));
    const figure = (n, opt) => make("td", number(n), { className: (n ? "" : "zero") + (opt ? " opt" : "") });
    row.append(first, state, figure(t[FAILED]), figure(t[FLAKY], true), figure(t[OF], true),
      make("td", t[OF] ? percent(100 * (t[FAILED] + t[FLAKY]) / t[OF]) : "", { className: t[FAILED] + t[FLAKY] ? "" : "zero" }),
      make("td", t[OF] ? `${percent(t[LOW])} – ${percent(t[HIGH])}` : "", { className: "opt" }),
      make("td", duration(t[MEDIAN])), make("td", duration(t[SLOW]), { className: "opt" }));
    return row;
  };

  // A pager shows a list page by page.
  const pager = (size, back, on, where, show) => {
    let list = [], at = 0;
    const draw = () => {
      const end = Math.min(at + size, list.length);
      show(list.slice(at, end));
      where.textContent = list.length ? `${number(at + 1)} – ${number(end)} of ${number(list.length)}` : "";
      back.disabled = at === 0;
      on.disabled = end >= list.length;
    };
    back.addEventListener("click", () => { at = Math.max(0, at - size); draw(); });
    on.addEventListener("click", () => { at += size; draw(); });
    return to => { list = to; at = 0; draw(); };
  };

  if ($("all")) {
    const body = $("all").tBodies[0];
    const show = pager(50, $("back"), $("on"), $("where"), rows => body.replaceChildren(...rows.map(line)));
    const keys = {
      name: t => name(t), status: t => t[STATUS], failed: t => t[FAILED], flaky: t => t[FLAKY], runs: t => t[OF],
      rate: t => t[OF] ? (t[FAILED] + t[FLAKY]) / t[OF] : -1, median: t => t[MEDIAN], high: t => t[SLOW],
    };
    let by = "", down = true;
    const update = () => {
      const wanted = $("find").value.trim().toLowerCase().split(/\s+/), status = $("status").value;
      const rows = tests.filter(t => (!status || t[STATUS] === status) &&
        wanted.every(w => [name(t), t[ID], t[FILE], t[OWNERS]].some(text => text && text.toLowerCase().includes(w))));
      if (by) {
        const key = keys[by], way = down ? -1 : 1;
        rows.sort((a, b) => { const x = key(a), y = key(b); return x < y ? -way : x > y ? way : a.rank - b.rank; });
      }
      $("count").textContent = rows.length === tests.length ? `${number(tests.length)} tests` : `${number(rows.length)} of ${number(tests.length)} tests`;
      show(rows);
    };
    for (const button of $("all").querySelectorAll("th button")) {
      button.addEventListener("click", () => {
        down = by === button.dataset.by ? !down : button.dataset.by !== "name" && button.dataset.by !== "status";
        by = button.dataset.by;
        for (const th of $("all").querySelectorAll("th")) th.removeAttribute("aria-sort");
        button.parentElement.setAttribute("aria-sort", down ? "descending" : "ascending");
        update();
      });
    }
    let soon;
    $("find").addEventListener("input", () => { clearTimeout(soon); soon = setTimeout(update, 80); });
    $("status").addEventListener("change", update);
    document.addEventListener("keydown", e => {
      if (e.key === "/" && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement.tagName)) { e.preventDefault(); $("find").focus(); }
    });
    update();
  }

  const cells = t => {
    const picture = document.createElementNS(svg, "svg"), all = unpacked(t[RESULTS]), width = 100 / all.length;
    const bad = all.filter(r => r === "f").length, retried = all.filter(r => r === "r").length;
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", `${name(t)}: failed in ${bad}, passed on a retry in ${retried} of ${all.length} runs`);
    for (let i = 0; i < all.length; i++) {
      let end = i + 1;
      while (end < all.length && all[end] === all[i]) end++;
      if (all[i] !== "p") {
        const cell = document.createElementNS(svg, "rect"), title = document.createElementNS(svg, "title");
        cell.setAttribute("class", letters[all[i]]);
        cell.setAttribute("x", i * width + "%");
        cell.setAttribute("width", (end - i) * width + "%");
        cell.setAttribute("y", all[i] === "r" ? 8 : 0); // told apart without colours, too
        cell.setAttribute("height", all[i] === "r" ? 8 : 16);
        title.textContent = `${words[all[i]]}: run ${data.runs[i][0]}` + (end - i > 1 ? ` to ${data.runs[end - 1][0]}` : "");
        cell.append(title);
        picture.append(cell);
      }
      i = end - 1;
    }
    return picture;
  };

  if ($("map")) {
    const runsOf = (t, letter) => unpacked(t[RESULTS]).flatMap((r, i) => r === letter ? [data.runs[i][0]] : []).join(" ");
    const show = pager(40, $("mapback"), $("mapon"), $("mapwhere"), rows => {
      $("map").replaceChildren(...rows.flatMap(t => {
        const label = make("span", undefined, { title: t[ID] || name(t) });
        label.append(make("bdi", name(t)));
        return [label, cells(t)];
      }));
      $("maptable").tBodies[0].replaceChildren(...rows.map(t => {
        const row = make("tr");
        row.append(make("td", name(t), { className: "name" }), make("td", runsOf(t, "f"), { className: "l w" }), make("td", runsOf(t, "r"), { className: "l w" }));
        return row;
      }));
    });
    show(tests.filter(t => t[FAILED] + t[FLAKY] > 0));
  }
  // On paper nothing can be unfolded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach(d => { d.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach(d => { d.open = false; }));
  document.documentElement.dataset.ready = "yes";
})();
