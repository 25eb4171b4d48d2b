// What the pages of reports do beyond what they do without script: keys as in a terminal, a click on either side shows the other,
// a decision changes the page in its place, and a file may be dropped.

/** A sentence that the page gave this script, in its reader's language, with what the script puts in. */
const sentences = JSON.parse(document.querySelector('script[src*="/assets/reports.js"]').dataset.says);
const says = (name, ...values) => sentences[name].replace(/\{(\d)\}/g, (_, at) => values[at]);

/** The suggestion that is chosen, by its key: it stays chosen when the page is made anew. */
let chosen = null;

const review = () => document.querySelector("[data-review]");
const items = () => [...document.querySelectorAll("[data-review] li.suggestion")];
const isOpen = (item) => ["open", "skipped"].includes(item.dataset.stands);
const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");

/** Chooses a suggestion: it is marked on both sides, in sight, and the keys are for it. */
function choose(item, { focus = true, scrollText = true } = {}) {
  if (!item) return;
  chosen = item.dataset.key;
  for (const other of items()) {
    other.tabIndex = other === item ? 0 : -1;
    if (other === item) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
  let first = null;
  for (const mark of document.querySelectorAll(".report-text .found")) {
    const is = mark.dataset.of.split(" ").includes(item.dataset.at);
    mark.classList.toggle("chosen", is);
    first = is && !first ? mark : first;
  }
  if (focus) {
    item.focus({ preventScroll: true });
    bring(item);
  }
  if (scrollText && first) bring(first, document.querySelector(".report-text"));
}

/** Scrolls something into sight where it is not, in the window or in what scrolls by itself. */
function bring(element, within) {
  const box = element.getBoundingClientRect();
  if (within && within.scrollHeight > within.clientHeight + 1) {
    const frame = within.getBoundingClientRect();
    if (box.top < frame.top || box.bottom > frame.bottom) within.scrollTop += box.top - frame.top - frame.height / 3;
    return;
  }
  // In one column the text stands below the list, and is not jumped to.
  if (within) return;
  const bar = document.querySelector(".review-bar")?.getBoundingClientRect();
  const top = bar && getComputedStyle(document.querySelector(".review-bar")).position === "sticky" ? bar.bottom : 0;
  if (box.top < top || box.bottom > innerHeight) window.scrollBy({ top: box.top - top - 12 });
}

function current() {
  return items().find((item) => item.dataset.key === chosen);
}

/** The first open one behind a place, else the first open one. */
function nextOpen(at) {
  const all = items();
  return all.find((item) => isOpen(item) && Number(item.dataset.at) > at) ?? all.find(isOpen);
}

/** Chooses what was chosen before, or where the address points, or what is to be decided first. */
function settle() {
  if (!review()) return;
  const button = document.querySelector("[data-accept-all]");
  if (button) button.hidden = !items().some(isOpen);
  const named = location.hash.startsWith("#s-") ? document.getElementById(location.hash.slice(1)) : null;
  choose(current() ?? (named?.matches("li.suggestion") ? named : null) ?? nextOpen(-1) ?? items()[0], {
    focus: document.activeElement === document.body || !document.activeElement,
  });
}

/** Says what was done, to everybody who listens or looks. */
function tell(text) {
  const place = document.querySelector(".news");
  if (!place) return;
  place.textContent = text;
  clearTimeout(tell.waiting);
  tell.waiting = setTimeout(() => place.textContent === text && (place.textContent = ""), 4000);
}

/** How each suggestion stands, by its key. */
function standings() {
  return new Map(items().map((item) => [item.dataset.key, item.dataset.stands + item.querySelector(".suggestion-says")?.textContent]));
}

/** Sends a form and puts the page that comes back in the place of this one. What is refused is shown as a page of its own. */
async function send(form, button) {
  if (review().dataset.sending) return;
  review().dataset.sending = "yes";
  const before = standings();
  const item = form.closest("li.suggestion");
  const at = item ? Number(item.dataset.at) : -1;
  const fields = new URLSearchParams(new FormData(form, button ?? undefined));
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: fields, credentials: "same-origin", headers: { Accept: "text/html" } });
  } catch {
    delete review().dataset.sending;
    return tell(says("nothing-was-decided"));
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok || !fresh.querySelector("[data-review]")) {
    delete review().dataset.sending;
    // Sent once more as the browser sends it: the same request, which counts once.
    form.dataset.plain = "yes";
    return form.requestSubmit(button ?? undefined);
  }
  document.dispatchEvent(new CustomEvent("desk:page", { detail: fresh }));
  const after = standings();
  const changed = items().filter((now) => before.get(now.dataset.key) !== after.get(now.dataset.key));
  const goal = item ? nextOpen(at) ?? changed[0] : changed[0] ?? current();
  choose(goal ?? items()[0]);
  tell(document.querySelector("[data-progress]")?.textContent ?? "");
}

/** Accepts what is wholly in sight and open, each for those who are chosen beside it. */
function acceptAll() {
  const form = document.querySelector("[data-accept-all] form");
  if (!form) return;
  const seen = items().filter((item) => {
    const box = item.getBoundingClientRect();
    return isOpen(item) && box.top >= 0 && box.bottom <= innerHeight;
  });
  if (!seen.length) return tell(says("nothing-open-in-sight"));
  form.querySelectorAll("[data-added]").forEach((field) => field.remove());
  for (const item of seen) {
    for (const [name, value] of [["suggestion:fixed", item.dataset.key], ["to", item.querySelector("[data-decide] select[name=to]").value]]) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      field.dataset.added = "yes";
      form.append(field);
    }
  }
  send(form);
}

function press(item, what) {
  const button = item?.querySelector(`[data-decide] button[value=${what}]`);
  if (button) send(button.form, button);
  else tell(says("this-one-is-decided"));
}

function edit(item) {
  const fold = item?.querySelector("[data-edit]");
  if (!fold) return;
  fold.open = true;
  fold.querySelector("select, input:not([type=hidden])")?.focus();
}

const KEYS = {
  j: () => step(1),
  ArrowDown: () => step(1),
  k: () => step(-1),
  ArrowUp: () => step(-1),
  a: () => press(current(), "accept"),
  r: () => press(current(), "reject"),
  s: () => press(current(), "skip"),
  e: () => edit(current()),
  u: () => {
    const form = document.querySelector("[data-undo] form");
    if (form) send(form);
    else tell(says("nothing-to-undo"));
  },
  A: acceptAll,
  p: () => document.querySelector("[data-entering] button")?.focus(),
  "?": () => {
    const fold = document.querySelector("[data-keys]");
    fold.open = !fold.open;
    fold.querySelector("summary").focus();
  },
};

function step(by) {
  const all = items();
  const at = all.indexOf(current());
  choose(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
}

document.addEventListener("keydown", (event) => {
  if (!review() || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target;
  if (event.key === "Escape") {
    const fold = target.closest?.("[data-edit]");
    if (!fold) return;
    fold.querySelector("form").reset();
    fold.open = false;
    return choose(current());
  }
  // Keys are for whoever is in the review, and for nobody who types.
  const act = KEYS[event.key];
  if (!target.closest?.("[data-review]") || !act || isTyping(target)) return;
  if (event.key.startsWith("Arrow") && target.closest(".report-text")) return;
  event.preventDefault();
  act();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.plain || !form.closest("[data-review]")) return;
  event.preventDefault();
  if (form.closest("[data-accept-all]")) acceptAll();
  else send(form, event.submitter);
});

document.addEventListener("click", (event) => {
  if (!review()) return;
  const mark = event.target.closest(".report-text .found");
  if (mark) {
    event.preventDefault();
    return choose(document.getElementById(`s-${mark.dataset.of.split(" ")[0]}`), { scrollText: false });
  }
  const item = event.target.closest("li.suggestion");
  if (item && !event.target.closest("button, select, input, summary, textarea")) {
    if (event.target.closest("[data-to-text]") && document.querySelector(".report-text").scrollHeight <= document.querySelector(".report-text").clientHeight + 1) return choose(item, { focus: false });
    event.preventDefault();
    choose(item);
  }
});

// Who goes into a suggestion with the tabulator chooses it by that.
document.addEventListener("focusin", (event) => {
  const item = event.target.closest?.("li.suggestion");
  if (item && item.dataset.key !== chosen) choose(item, { focus: false });
});

document.addEventListener("desk:fresh", settle);

/** A file that was dropped or chosen: a text is shown in the form, anything else goes along as it is. */
async function take(form, file) {
  const [text, bytes, name] = ["textarea[name=text]", "[data-bytes]", "[data-file-name]"].map((part) => form.querySelector(part));
  const say = (words) => (form.querySelector("[data-chosen]").textContent = words);
  const title = form.querySelector("input[name=name]");
  if (file.size > 1_400_000) return say(says("too-large", file.name));
  const content = new Uint8Array(await file.arrayBuffer());
  if (!title.value) title.value = file.name.slice(0, 200);
  bytes.value = "";
  name.value = "";
  text.required = true;
  if (/\.(txt|text|md|markdown)$/i.test(file.name)) {
    try {
      text.value = new TextDecoder("utf-8", { fatal: true }).decode(content);
      return say(says("text-is-above", file.name));
    } catch {
      // The desk says what the file is.
    }
  }
  let coded = "";
  for (let at = 0; at < content.length; at += 0x8000) coded += String.fromCharCode(...content.subarray(at, at + 0x8000));
  bytes.value = btoa(coded);
  name.value = file.name;
  text.required = false;
  text.value = "";
  say(says("read-when-you-add-it", file.name));
}

const dropped = document.querySelector("[data-drop]");
if (dropped) {
  const form = dropped.querySelector("form");
  dropped.querySelector("[data-choose]").hidden = false;
  dropped.querySelector("[data-file]").addEventListener("change", (event) => event.target.files[0] && take(form, event.target.files[0]));
  // What is pasted counts, not a file that was chosen before.
  form.querySelector("textarea[name=text]").addEventListener("input", () => {
    form.querySelector("[data-bytes]").value = "";
    form.querySelector("[data-chosen]").textContent = "";
  });
  for (const kind of ["dragover", "dragenter"]) {
    dropped.addEventListener(kind, (event) => {
      event.preventDefault();
      dropped.classList.add("dropping");
    });
  }
  for (const kind of ["dragleave", "drop"]) dropped.addEventListener(kind, () => dropped.classList.remove("dropping"));
  dropped.addEventListener("drop", (event) => {
    event.preventDefault();
    dropped.open = true;
    if (event.dataTransfer.files[0]) take(form, event.dataTransfer.files[0]);
    else if (event.dataTransfer.getData("text")) form.querySelector("textarea[name=text]").value = event.dataTransfer.getData("text");
  });
}

settle();
