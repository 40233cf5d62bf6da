// Tells at which place a result was opened, and nothing else. Without this file nothing is counted.
const form = document.querySelector("form[data-opened]");

form?.addEventListener("click", (event) => {
  const titles = [...form.querySelectorAll(".hits h3 a")];
  const place = titles.indexOf(event.target.closest("a")) + Number(form.dataset.first);
  if (place >= Number(form.dataset.first)) navigator.sendBeacon(form.dataset.opened, new URLSearchParams({ place }));
});
