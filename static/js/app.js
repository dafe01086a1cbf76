// Courtesies only: every page works without this file.
(() => {
  "use strict";
  const each = (selector, deed) => document.querySelectorAll(selector).forEach(deed);

  each("[data-toggle-menu]", (button) => {
    button.addEventListener("click", () => {
      const open = document.getElementById("menu").classList.toggle("open");
      button.setAttribute("aria-expanded", String(open));
    });
  });

  // On a phone the tabs of a record run past the edge: the one that is open is in sight.
  const tab = document.querySelector(".tabs .current");
  if (tab) tab.scrollIntoView({ block: "nearest", inline: "center" });

  // A form opens ready for typing; what is to be read or mended first comes first.
  if (window.matchMedia("(min-width: 761px)").matches) {
    const box = document.querySelector("form.form-page :is(input:not([type=hidden]), select, textarea)");
    if (box) box.focus({ preventScroll: true });
  }
  each("[data-focus]", (box) => box.focus());

  // What is typed into the box and what is chosen beside it count together, whichever button is
  // pressed. Names travel in the body of the request, never in its address.
  each(".filter-bar", (bar) => {
    const find = bar.querySelector("form.find");
    const chosen = bar.querySelector(".filter-fold form");
    if (!find || !chosen) return;
    const aim = () => { find.action = `?${new URLSearchParams(new FormData(chosen))}`; };
    find.addEventListener("submit", aim);
    chosen.addEventListener("submit", (event) => {
      if (!find.elements.find.value.trim()) return;
      event.preventDefault();
      aim();
      find.submit();
    });
  });

  // On a phone the filters of a list are folded away until they are wanted.
  if (window.matchMedia("(max-width: 760px)").matches) {
    each("[data-fold-narrow='1']", (fold) => { fold.open = false; });
  }

  each("form[data-confirm]", (form) => {
    form.addEventListener("submit", (event) => {
      if (!window.confirm(form.dataset.confirm)) event.preventDefault();
    });
  });

  // A second click on a form that was just sent does nothing.
  each("form[data-once]", (form) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
      window.setTimeout(() => delete form.dataset.sent, 8000);
    });
  });

  // One box ticks every row of the page.
  each("[data-tick-all]", (all) => {
    const boxes = [...all.form.querySelectorAll("[name=ticked]")];
    all.hidden = !boxes.length;
    all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; });
    for (const box of boxes) {
      box.addEventListener("change", () => { all.checked = boxes.every((one) => one.checked); });
    }
  });

  // A field that belongs to one answer of another is shown with that answer only.
  each("[data-when]", (part) => {
    const asked = part.closest("form").elements[part.dataset.when];
    const show = () => { part.hidden = asked.value !== part.dataset.is; };
    asked.addEventListener("change", show);
    show();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) {
      const within = event.target.closest && event.target.closest("form");
      const form = within || document.querySelector("form.form-page");
      if (form) form.requestSubmit(form.querySelector("[name=save]") || undefined);
    }
  });

  // In a table of figures Enter goes to the next row of the same column, as in a spreadsheet.
  each("table[data-down]", (table) => {
    table.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey || event.isComposing) return;
      const { column } = event.target.dataset;
      if (!column) return;
      event.preventDefault();
      const cells = [...table.querySelectorAll(`[data-column="${column}"]`)];
      const next = cells[cells.indexOf(event.target) + 1];
      if (next) { next.focus(); next.select(); }
    });
  });

  // Warn before leaving a form with unsaved answers.
  each("form[data-keep]", (form) => {
    let dirty = false;
    form.addEventListener("input", () => { dirty = true; });
    form.addEventListener("submit", () => { dirty = false; });
    window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  });

  // A word from the list beside a text goes in where the cursor stands.
  each("[data-insert]", (button) => {
    button.addEventListener("click", () => {
      const text = document.getElementById(button.dataset.into);
      text.setRangeText(button.dataset.insert, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
      text.focus();
    });
  });

  // The identity number tells sex and birthday: filled in at once, decided by the server on saving.
  // Who on the register may be the same person stands beside the form.
  each("input[data-id-facts]", (input) => {
    const { form } = input;
    const fields = form.elements;
    const names = input.dataset.beside.split(" ");
    const ask = async (fills) => {
      const body = new URLSearchParams({
        id_number: input.value,
        but: input.dataset.but,
        csrfmiddlewaretoken: fields.csrfmiddlewaretoken.value,
      });
      for (const name of names) body.set(name, fields[name].value);
      const answer = await fetch(input.dataset.idFacts, { method: "POST", body });
      if (!answer.ok) return;
      const { words, fill, alike } = await answer.json();
      if (fills) {
        const note = document.getElementById("id-facts");
        if (note && words) note.textContent = words;
        for (const [name, value] of Object.entries(fill)) {
          if (fields[name]) fields[name].value = value;
        }
      }
      tell(alike);
    };
    input.addEventListener("change", () => ask(true));
    for (const name of names) fields[name].addEventListener("change", () => ask(false));
  });

  // People who may be meant, each to be opened beside the half-filled form.
  const tell = (people) => {
    const panel = document.getElementById("alike");
    if (!panel) return;
    panel.hidden = !people.length;
    panel.querySelector("ul").replaceChildren(...people.map(({ name, url, why, told }) => {
      const line = document.createElement("li");
      const link = Object.assign(document.createElement("a"), { textContent: name, href: url, target: "_blank", rel: "noopener" });
      const common = Object.assign(document.createElement("span"), { textContent: why });
      line.append(link, " ", common, Object.assign(document.createElement("small"), { textContent: told }));
      return line;
    }));
  };
})();
