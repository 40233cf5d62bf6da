// Says five minutes before the sign-in runs out that it will, and keeps it alive on request. Without this file it just ends;
// what is typed at a step is kept all the same (shared.step_doors).
const warning = document.querySelector("[data-session-warning]");
if (warning) {
  const show = () => { warning.hidden = false; warning.querySelector("button").focus(); };
  let timer = window.setTimeout(show, Number(warning.dataset.after) * 1000);
  warning.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const form = event.target;
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null);
    if (!answer || !answer.ok) { form.submit(); return; }
    warning.hidden = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(show, Number(warning.dataset.after) * 1000);
  });
}
