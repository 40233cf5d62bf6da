// Titles while somebody types. Without this file the box works as it is.
const box = document.querySelector("input[data-suggest]");
const list = document.getElementById("suggestions");
let waiting, asked;

async function suggest() {
  asked?.abort();
  asked = new AbortController();
  const address = `${box.dataset.suggest}?${new URLSearchParams({ q: box.value })}`;
  try {
    const answer = await fetch(address, { signal: asked.signal });
    if (!answer.ok) return;
    const { titles } = await answer.json();
    list.replaceChildren(...titles.map((title) => Object.assign(document.createElement("option"), { value: title })));
  } catch {
    // Another letter came in between, or the line is down: the form still works.
  }
}

box?.addEventListener("input", () => {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(suggest, 150);
});
