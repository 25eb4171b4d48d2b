// What a page does beyond what it does without script: it stays up to date, it says once in which time zone its reader
// is, and it asks before something that cannot be undone.

const body = document.body;

/** A sentence that the page gave this script, in its reader's language, with what the script puts in. */
const sentences = JSON.parse(document.querySelector('script[src*="/assets/desk.js"]').dataset.says);
const says = (name, ...values) => sentences[name].replace(/\{(\d)\}/g, (_, at) => values[at]);
/** Before every path of the desk: nothing, unless it is shown in a demonstration. */
const base = () => document.body.dataset.base ?? "";

/** Whether somebody is at a form on the page, or has left something in it that would be lost. */
function isTyping() {
  const active = document.activeElement;
  if (active && active.closest("form") && active.matches("input, textarea, select")) return true;
  return isTyped();
}

/** Whether a form on the page holds something that would be lost: a form that came back does. */
function isTyped() {
  if (document.querySelector("[data-sent], [data-gone]")) return true;
  return [...document.querySelectorAll("main input, main textarea, main select, aside input, aside textarea, aside select")].some((field) => {
    if (field.type === "hidden" || !field.name) return false;
    // What is kept as a draft is there again.
    if (field.form?.hasAttribute("data-safe")) return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field instanceof HTMLSelectElement) {
      const options = [...field.options];
      const first = Math.max(options.findIndex((option) => option.defaultSelected), 0);
      return options.length > 0 && field.selectedIndex !== first;
    }
    return field.value !== field.defaultValue;
  });
}

/** Which disclosures are open, so that they stay open. */
function openFolds(root) {
  return [...root.querySelectorAll("details")].map((fold) => fold.open && fold.querySelector("summary")?.textContent);
}

/** Fetches the page anew and puts its content in the place of what is shown; unasked, not from under somebody who types by then. */
async function refresh({ unasked = false } = {}) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (unasked && (isTyping() || isSelecting())) return notice(says("there-is-something-new"));
  const before = passages(document);
  put(fresh);
  if (unasked) tell(passages(document).filter((words) => !before.includes(words)));
}

/** Whether somebody has marked words of the page, to copy them. */
function isSelecting() {
  const selection = document.getSelection();
  return !!selection && !selection.isCollapsed && !!selection.anchorNode?.parentElement?.closest("main, aside");
}

/** What stands on a page, passage by passage. */
function passages(root) {
  const blocks = [...root.querySelectorAll("main :is(h2, h3, p, li, dd, td), aside :is(p, li, dd)")];
  const innermost = blocks.filter((block) => !block.closest("form") && !block.querySelector("h2, h3, p, li, dd, td"));
  return innermost.map((block) => block.textContent.replace(/\s+/g, " ").trim()).filter(Boolean);
}

/** Says what is new on the page, for a while. */
function tell(fresh) {
  if (fresh.length === 0) return;
  const [first] = fresh;
  const what = first.length > 140 ? first.slice(0, 139) + "…" : first;
  notice(fresh.length === 1 ? says("new-on-this-page", what) : says("new-on-this-page-and-more", what, fresh.length - 1), { offers: false });
  setTimeout(() => notice(""), 12000);
}

/** By what an element is found again on the same page, made anew: its id, or its words and what it leads to. */
function mark(element) {
  if (!element || element === body || !element.closest("main, aside, nav.menu, header.top")) return null;
  const like = (other) => other.tagName === element.tagName && other.getAttribute("href") === element.getAttribute("href") &&
    other.getAttribute("name") === element.getAttribute("name") && other.textContent === element.textContent;
  const alike = [...document.querySelectorAll(element.tagName)].filter(like);
  const at = alike.indexOf(element);
  return () => (element.id && document.getElementById(element.id)) || [...document.querySelectorAll(element.tagName)].filter(like)[at];
}

/** The first thing in sight that has an id, and how far down it is: what the reader looks at stays where it is. */
function inSight() {
  const named = [...document.querySelectorAll("main [id]")].find((part) => part.getBoundingClientRect().top >= 0);
  return named && { id: named.id, top: named.getBoundingClientRect().top };
}

/** Puts a page's content in the place of what is shown. */
function put(fresh) {
  const open = new Set(openFolds(document).filter(Boolean));
  const [focused, seen, down] = [mark(document.activeElement), inSight(), window.scrollY];
  for (const part of ["main", "aside", "nav.menu", "header.top"]) {
    const [old, next] = [document.querySelector(part), fresh.querySelector(part)];
    if (old && next) old.replaceWith(next);
  }
  for (const fold of document.querySelectorAll("main details, aside details")) {
    if (open.has(fold.querySelector("summary")?.textContent)) fold.open = true;
  }
  focused?.()?.focus({ preventScroll: true });
  const same = seen && document.getElementById(seen.id);
  window.scrollTo(window.scrollX, same ? window.scrollY + same.getBoundingClientRect().top - seen.top : down);
  body.dataset.seen = fresh.body.dataset.seen;
  notice("");
  lookAgain();
  attend();
  document.dispatchEvent(new CustomEvent("desk:fresh"));
}

/** Where something is still being worked out, the page is fetched anew until it is there. */
function lookAgain() {
  if (!document.querySelector("[data-underway]")) return;
  setTimeout(() => (isTyping() ? notice(says("there-may-be-a-result")) : refresh({ unasked: true })), 1000);
}

/** Says something quietly; where there is something new to see, with a button to see it. */
function notice(text, { offers = true } = {}) {
  const place = document.querySelector(".news");
  if (!place) return;
  place.textContent = text;
  if (!text || !offers) return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = says("show");
  button.addEventListener("click", () => {
    if (!isTyped() || window.confirm(says("show-what-is-new"))) refresh();
  });
  place.append(button);
}

/** Follows what becomes of the record, from where the page stands. */
function follow(path) {
  let waiting = 0;
  const source = new EventSource(`${path}?after=${encodeURIComponent(body.dataset.seen)}`);
  const heard = (event) => {
    // Revisions are the same or not: a deletion makes the number in them smaller.
    if (event.lastEventId === body.dataset.seen) return;
    // Several events of one act come one after the other: they are one change.
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      // What this page did itself it shows already.
      if (event.lastEventId === body.dataset.seen) return;
      if (isTyping()) notice(says("there-is-something-new"));
      else refresh({ unasked: true });
    }, 120);
  };
  source.addEventListener("message", heard);
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) stillIn();
  });
}

/** The line was closed for good. Where that is because nobody is signed in any more, the page says so. */
async function stillIn() {
  const answer = await fetch(`${base()}/api/v1/me`, { credentials: "same-origin" });
  if ((answer.status === 401 || answer.status === 403) && !isTyping()) location.reload();
}

/** Tells the desk once in which time zone the reader is, where the account has none yet. */
async function tellZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const field = document.querySelector("[data-browser-zone] input");
  if (field && zone && field.value === "UTC") field.value = zone;
  const token = document.querySelector('input[name="token"]')?.value;
  if (body.dataset.zone !== "" || !zone || !token) return;
  const answer = await fetch(`${base()}/account/zone`, {
    method: "POST",
    credentials: "same-origin",
    body: new URLSearchParams({ zone, token }),
  });
  if (answer.ok && !isTyping()) await refresh({ unasked: true });
}

// Another script of the desk's has this page, made anew.
document.addEventListener("desk:page", (event) => put(event.detail));

/** The button that a key presses: of the form that has the focus, else the first in sight that asks. */
function answering(key) {
  const question = document.activeElement?.closest("[data-part=asked]");
  if (!question) return null;
  const form = document.activeElement.closest("form");
  const all = [...(form ?? question).querySelectorAll("[data-press]")];
  return all.find((button) => button.dataset.press === key && button.offsetParent !== null && (form || !button.closest("details")));
}

// A question is answered with one key, as long as it has the focus and nobody types.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isSending) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const button = answering(event.key);
  if (!button) return;
  event.preventDefault();
  button.click();
});

/** A question that stands on the page has the focus, so that a key answers it: unless the focus is at something already. */
function attend() {
  if (document.activeElement === body) document.querySelector("[data-part=asked]")?.focus({ preventScroll: true });
}

let isSending = false;

document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset?.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});
// After every other script has had its say: what one of them sends itself does not leave the page.
window.addEventListener("submit", (event) => (isSending = !event.defaultPrevented));

// Whoever leaves the page with something typed and not sent is asked first.
window.addEventListener("beforeunload", (event) => {
  if (!isSending && isTyped()) event.preventDefault();
});
window.addEventListener("pageshow", () => (isSending = false));

// A form that came back stands at the address that it was sent to: the page goes by its own again.
const sent = document.querySelector("[data-sent]");
if (sent) {
  history.replaceState(null, "", sent.dataset.sent);
  sent.querySelector("[autofocus]")?.focus();
}

if (body.dataset.live) follow(body.dataset.live);
tellZone();
lookAgain();
attend();
