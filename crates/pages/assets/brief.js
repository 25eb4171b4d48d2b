// Forms that keep themselves as a draft of their author's own while they are written; and what the form of a brief does with script:
// a step at a time without a page, options dragged or moved by keys, sliders beside points. Without script its buttons do the same.

/** A sentence that the page gave this script, in its reader's language, with what the script puts in. */
const sentences = JSON.parse(document.querySelector('script[src*="/assets/brief.js"]').dataset.says);
const says = (name, ...values) => sentences[name].replace(/\{(\d)\}/g, (_, at) => values[at]);

/** So long after the last key a draft is kept. */
const PAUSE = 800;

/** What a form sends, as it stands. */
function sentOf(form) {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
}

/** A form that keeps itself: what was kept last, and what is under way. */
class Keeping {
  constructor(form) {
    this.form = form;
    this.says = form.querySelector("[data-kept-says]");
    this.kept = sentOf(form).toString();
    this.timer = 0;
    this.underway = null;
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
  }

  later() {
    // The desk's script asks before a page with typed text is left: as long as it is not kept.
    this.form.removeAttribute("data-safe");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), PAUSE);
  }

  /** Keeps the form as it stands. Whether that is done. */
  async now({ leaving = false } = {}) {
    clearTimeout(this.timer);
    if (this.underway) await this.underway;
    if (sentOf(this.form).toString() === this.kept) return this.safe();
    this.underway = this.send(leaving);
    const done = await this.underway;
    this.underway = null;
    return done;
  }

  async send(leaving) {
    const body = sentOf(this.form);
    try {
      const answer = await fetch("/keep", { method: "POST", body, credentials: "same-origin", keepalive: leaving, headers: { Accept: "application/json" } });
      if (!answer.ok) {
        this.tell(answer.status === 409 ? says("changed-in-another-window") : says("not-kept"));
        return false;
      }
      this.form.elements.namedItem("own_draft_version").value = (await answer.json()).version;
    } catch {
      this.tell(says("not-kept-no-answer"));
      return false;
    }
    this.kept = sentOf(this.form).toString();
    const [before, after] = [new URLSearchParams(body), new URLSearchParams(this.kept)];
    [before, after].forEach((fields) => fields.delete("own_draft_version"));
    if (before.toString() !== after.toString()) return this.later();
    this.tell(says("kept-for-you-alone", new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })));
    return this.safe();
  }

  safe() {
    this.form.setAttribute("data-safe", "");
    return true;
  }

  tell(words) {
    if (this.says) this.says.textContent = words;
  }
}

/** A brief's form. */
class BriefForm {
  constructor(form, keeping) {
    Object.assign(this, { form, keeping, steps: form.querySelector(".brief-steps") });
    this.step = Number(form.querySelector(".step.now")?.dataset.step ?? 1);
    form.addEventListener("click", (event) => this.pressed(event));
    form.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("input", (event) => event.target.matches("input.rank") && this.ordered(event.target.closest("[data-orders]")));
    // It keeps itself.
    for (const keep of form.querySelectorAll("[data-keep]")) keep.hidden = true;
    this.sliders([...form.querySelectorAll("input.points")]);
    for (const list of form.querySelectorAll("[data-orders]")) this.drags(list);
    for (const pick of form.querySelectorAll(".pick select")) this.picks(pick);
  }

  /** Shows a step, as its button would on a page of its own. */
  show(step) {
    const count = Number(this.steps.dataset.steps);
    this.step = Math.min(Math.max(step, 1), count);
    for (const part of this.form.querySelectorAll(".step")) part.classList.toggle("now", Number(part.dataset.step) === this.step);
    this.form.querySelector("[data-step-number]").textContent = this.step;
    const [back, next] = ["back", "next"].map((go) => this.form.querySelector(`[data-go=${go}]`));
    [back.value, next.value] = [`step.${this.step - 1}`, `step.${this.step + 1}`];
    [back.hidden, next.hidden] = [this.step === 1, this.step === count];
    for (const all of this.form.querySelectorAll("[data-go=step]")) all.toggleAttribute("aria-current", all.value === `step.${this.step}`);
    const address = new URL(location.href);
    address.searchParams.set("step", this.step);
    history.replaceState(null, "", address);
    this.form.elements.namedItem("return").value = address.pathname + address.search;
    const now = this.form.querySelector(".step.now");
    now.querySelector("h2, .step-title")?.scrollIntoView({ block: "nearest" });
    const first = now.querySelector("input:not([type=hidden]), textarea, select, button");
    first?.focus({ preventScroll: true });
  }

  pressed(event) {
    const button = event.target.closest("button[name=go]");
    if (!button || event.defaultPrevented) return;
    const [what] = button.value.split(".");
    const row = button.closest("[data-row]");
    if (what === "step") {
      event.preventDefault();
      this.keeping.later();
      this.show(Number(button.value.split(".")[1]));
    } else if (row && ["up", "down", "rise", "sink"].includes(what)) {
      event.preventDefault();
      this.move(row, what === "up" || what === "rise");
      button.focus();
    } else if (what === "listed") {
      event.preventDefault();
      this.number(button.closest("[data-orders]"));
    } else if (what === "points") {
      event.preventDefault();
      this.steps.dataset.points = "";
      button.closest(".step").querySelector("input.points")?.focus();
    }
    // Every other button changes the form on the desk: it is sent, and what is typed goes along.
  }

  /** Arrow keys in a place, or on its row's buttons, move the row. */
  key(event) {
    if (!["ArrowUp", "ArrowDown"].includes(event.key) || !event.target.matches("input.rank, .moves button")) return;
    const row = event.target.closest("[data-row]");
    if (!row) return;
    event.preventDefault();
    this.move(row, event.key === "ArrowUp");
    event.target.focus();
  }

  rows(list) {
    return [...list.querySelectorAll("[data-row]")].filter((row) => row.querySelector("input.rank"));
  }

  move(row, up) {
    const list = row.closest("[data-orders]"), rows = this.rows(list), other = rows[rows.indexOf(row) + (up ? -1 : 1)];
    if (other) up ? other.before(row) : other.after(row);
    this.number(list);
    const label = row.querySelector("th, .what")?.textContent.trim();
    this.keeping.tell(says("place-of", label, this.rows(list).indexOf(row) + 1, rows.length));
  }

  /** Numbers a list as it stands. */
  number(list) {
    this.rows(list).forEach((row, at) => (row.querySelector("input.rank").value = at + 1));
    this.keeping.later();
  }

  /** Puts the rows in the order of the places that were typed, once the hand is elsewhere. */
  ordered(list) {
    clearTimeout(this.sorting);
    this.sorting = setTimeout(() => {
      const active = document.activeElement;
      if (active?.matches("input.rank")) return;
      const place = (row) => parseFloat(row.querySelector("input.rank").value.replace(",", ".")) || Infinity;
      const rows = this.rows(list), sorted = [...rows].sort((a, b) => place(a) - place(b));
      const after = rows.at(-1)?.nextElementSibling;
      sorted.forEach((row) => row.parentElement.insertBefore(row, after));
    }, PAUSE);
  }

  drags(list) {
    for (const row of this.rows(list)) {
      const handle = document.createElement("span");
      handle.className = "handle";
      handle.setAttribute("aria-hidden", "true");
      handle.textContent = "⠿";
      (row.querySelector("th") ?? row).prepend(handle);
      handle.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        handle.setPointerCapture(event.pointerId);
        row.classList.add("dragged");
        const moves = ({ clientY }) => {
          const rows = this.rows(list), at = rows.indexOf(row);
          const middle = (other) => other.getBoundingClientRect().top + other.offsetHeight / 2;
          if (at > 0 && clientY < middle(rows[at - 1])) rows[at - 1].before(row);
          else if (at + 1 < rows.length && clientY > middle(rows[at + 1])) rows[at + 1].after(row);
        };
        const ends = () => {
          row.classList.remove("dragged");
          handle.removeEventListener("pointermove", moves);
          this.number(list);
        };
        handle.addEventListener("pointermove", moves);
        handle.addEventListener("lostpointercapture", ends, { once: true });
      });
    }
  }

  /** A slider beside each number, which follow one another. All have one scale: what looks alike is worth alike. */
  sliders(fields) {
    const read = (field) => {
      const value = parseFloat(field.value.replace(",", "."));
      return Number.isFinite(value) ? value : 0;
    };
    const pairs = fields.map((field) => [field, document.createElement("input")]);
    const fits = () => {
      const [max, min] = [Math.max(10, ...fields.map(read)), Math.min(0, ...fields.map(read))];
      for (const [field, slider] of pairs) {
        Object.assign(slider, { max, min });
        slider.value = read(field);
      }
    };
    for (const [field, slider] of pairs) {
      Object.assign(slider, { type: "range", step: 1, className: "slider" });
      slider.setAttribute("aria-label", says("slider", field.getAttribute("aria-label")));
      field.addEventListener("input", fits);
      slider.addEventListener("input", () => {
        field.value = slider.value;
        this.keeping.later();
      });
      field.before(slider);
    }
    fits();
  }

  /** What is chosen from the list goes into the condition. */
  picks(pick) {
    pick.nextElementSibling.hidden = true;
    pick.addEventListener("change", () => {
      if (!pick.value) return;
      const field = pick.closest("[data-condition]").querySelector("textarea");
      const [issue, ...option] = pick.value.split(": ");
      const before = field.value.trim().replace(/;$/, "");
      const last = before.split("; ").at(-1);
      field.value = !before ? pick.value : last.startsWith(`${issue}: `) ? `${before} or ${option.join(": ")}` : `${before}; ${pick.value}`;
      pick.value = "";
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}

function begin() {
  for (const form of document.querySelectorAll("form[data-keeps]")) {
    if (form.dataset.keeping) continue;
    form.dataset.keeping = "yes";
    const keeping = new Keeping(form);
    if (form.querySelector(".brief-steps")) new BriefForm(form, keeping);
    window.addEventListener("pagehide", () => form.isConnected && !form.dataset.sending && keeping.now({ leaving: true }));
    form.addEventListener("submit", () => {
      form.dataset.sending = "yes";
      clearTimeout(keeping.timer);
    });
  }
}

document.addEventListener("desk:fresh", begin);
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach((form) => form.removeAttribute("data-sending")));
begin();
