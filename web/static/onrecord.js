// What the pages gain where scripts run; each works without. Nothing is stored, nothing is sent
// elsewhere, and what a reader selects and copies by hand is left alone.

// What is said in the language of the page.
const words = document.getElementById("spoken").dataset;
const FOR_PROGRAMS = new Set(["bibtex", "ris", "csl-json"]);
const ANSWER = /^\/answers\/[0-9a-f]{32}(?:\/(\d+))?$/;
const main = document.getElementById("main");
const wide = matchMedia("(min-width: 62rem)");

function made(tag, given = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}

// One polite region, there before anything is said in it.
const status = document.body.appendChild(made("p", { role: "status", class: "hidden" }));

function say(told) {
  status.textContent = "";
  // The same words twice are said twice.
  requestAnimationFrame(() => { status.textContent = told; });
}

// --- An interview beside an answer ---------------------------------------------------------

let opening = 0;

function numberIn(address) {
  const match = ANSWER.exec(new URL(address, location.href).pathname);
  return match?.[1] ?? null;
}

function here(number) {
  for (const figure of main.querySelectorAll("figure.quote[id]")) {
    const now = figure.id === `quote-${number}`;
    figure.classList.toggle("here", now);
    const link = figure.querySelector("a.number");
    if (now) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  }
}

async function open(address, push) {
  const turn = ++opening;
  main.setAttribute("aria-busy", "true");
  let pane = null;
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    if (response.ok) {
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      pane = page.getElementById("pane");
    }
  } catch { /* the plain way follows */ }
  if (turn !== opening) return;
  main.removeAttribute("aria-busy");
  if (!pane) { location.assign(address); return; }
  pane = document.adoptNode(pane);
  document.getElementById("pane")?.remove();
  main.querySelector(".evidence").after(pane);
  main.classList.add("opened");
  if (push) history.pushState(null, "", address);
  const number = numberIn(address);
  here(number);
  for (const link of pane.querySelectorAll("a.cite")) copying(link);
  document.getElementById(`quote-${number}`)?.scrollIntoView({ block: "nearest" });
  const mark = pane.querySelector("#span");
  if (mark) {
    const box = mark.getBoundingClientRect();
    const room = pane.getBoundingClientRect();
    pane.scrollTop += box.top + box.height / 2 - room.top - room.height / 2;
    mark.classList.add("found");
  }
  pane.focus({ preventScroll: true });
  say(pane.getAttribute("aria-label"));
}

function close(number) {
  opening += 1;
  main.removeAttribute("aria-busy");
  document.getElementById("pane")?.remove();
  main.classList.remove("opened");
  here(null);
  const link = number && main.querySelector(`#quote-${number} a.number`);
  if (link) {
    link.scrollIntoView({ block: "center" });
    link.focus({ preventScroll: true });
  }
}

function shown() {
  const current = main.querySelector("a.number[aria-current]");
  return current ? numberIn(current.href) : null;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.number, .steps a");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented || !wide.matches) return;
  const to = new URL(link.href);
  if (!ANSWER.test(to.pathname)) return;
  event.preventDefault();
  if (numberIn(link.href)) { open(link.href, true); return; }
  const number = shown();
  history.pushState(null, "", to.pathname);
  close(number);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && wide.matches && event.target.closest?.("#pane")) {
    document.querySelector("#pane .back")?.click();
  }
});

addEventListener("popstate", () => {
  if (!ANSWER.test(location.pathname)) return;
  if (numberIn(location.href)) open(location.href, false);
  else close(shown());
});

// Where the interview is a page of its own, Back gives the focus to the number that led there: the
// address says which, and nothing else is kept.
document.addEventListener("click", (event) => {
  const quote = event.target.closest?.("a.number")?.closest("figure[id]");
  if (quote && !wide.matches) history.replaceState(null, "", `#${quote.id}`);
});
const led = /^#quote-\d+$/.exec(location.hash);
if (led) main.querySelector(`${led[0]} a.number`)?.focus();

// --- Copies with a citation ------------------------------------------------------------------

const fetched = new Map();
let style = "plain";

function reference(link) {
  const address = `/api/cite${new URL(link.href).search}`;
  if (!fetched.has(address)) {
    const coming = fetch(address).then((r) => (r.ok ? r.json() : Promise.reject(new Error(r.status))));
    coming.catch(() => fetched.delete(address));
    fetched.set(address, coming);
  }
  return fetched.get(address);
}

function written(cited) {
  const told = cited.styles.find((one) => one.style === style).text;
  if (FOR_PROGRAMS.has(style)) return { text: told, html: made("pre", {}, told).outerHTML };
  // The plain style begins with the quote; the others are notes to stand behind it.
  const quote = `“${cited.quote.text}”`;
  const note = style === "plain" ? told.slice(quote.length).trim() : told;
  const [before, ...after] = note.split(cited.url);
  const linked = after.length ? [made("a", { href: cited.url }, cited.url), after.join(cited.url)] : [];
  const html = made("blockquote", {}, cited.quote.text).outerHTML + made("p", {}, before, ...linked).outerHTML;
  return { text: style === "plain" ? told : `${quote}\n${told}`, html };
}

async function put(text, html) {
  try {
    const blob = (told, type) => new Blob([told], { type });
    await navigator.clipboard.write([new ClipboardItem({
      "text/plain": blob(text, "text/plain"), "text/html": blob(html, "text/html"),
    })]);
    return true;
  } catch { /* refused, or not there: pages over http on another host have no clipboard */ }
  let done = false;
  const give = (event) => {
    event.clipboardData.setData("text/plain", text);
    event.clipboardData.setData("text/html", html);
    event.preventDefault();
    event.stopImmediatePropagation();
    done = true;
  };
  document.addEventListener("copy", give, { once: true, capture: true });
  try { document.execCommand("copy"); } catch { /* the words are shown instead */ }
  document.removeEventListener("copy", give, { capture: true });
  return done;
}

function byHand(button, text) {
  button.parentElement.querySelector("textarea.by-hand")?.remove();
  const area = made("textarea", { readonly: "", class: "by-hand", rows: "4", "aria-label": words.byHand });
  area.value = text;
  button.after(area);
  area.focus();
  area.select();
  say(words.refused);
}

function copier(button, what) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    let copied;
    try { copied = await what(); } catch {
      say(words.failed);
      return;
    }
    if (await put(copied.text, copied.html)) {
      button.classList.add("copied");
      setTimeout(() => button.classList.remove("copied"), 2000);
      say(copied.said);
    } else byHand(button, copied.text);
  });
}

function copying(link) {
  const button = link.parentElement.querySelector(".copy");
  copier(button, async () => (
    { ...written(await reference(link)), said: words.copied.replace("{style}", choice.selectedOptions[0].text) }
  ));
  // Fetched before it is pressed, so that the press itself may still write to the clipboard.
  for (const event of ["pointerenter", "focus"]) {
    button.addEventListener(event, () => { reference(link).catch(() => {}); });
  }
}

const choice = document.getElementById("style");
if (choice) {
  choice.addEventListener("change", () => { style = choice.value; });
  style = choice.value;
  choice.parentElement.hidden = false;
}
for (const link of main.querySelectorAll("a.cite")) copying(link);
for (const link of main.querySelectorAll(".share .link")) {
  const { href } = link;
  const html = made("a", { href }, href).outerHTML;
  copier(link.nextElementSibling, () => ({ text: href, html, said: words.linkCopied }));
}

// --- An import at work ---------------------------------------------------------------------

// Its page is asked for again and again, as "Look again" does; the end is shown as a page of its own.
async function follow(progress) {
  for (;;) {
    await new Promise((go) => { setTimeout(go, 1000); });
    let page;
    try {
      page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    } catch { return; }
    const now = page.getElementById("progress");
    if (!now) { location.reload(); return; }
    progress.max = now.max;
    progress.value = now.value;
    main.querySelector(".lead").replaceWith(page.querySelector(".lead"));
  }
}

const progress = document.getElementById("progress");
if (progress) follow(progress);
