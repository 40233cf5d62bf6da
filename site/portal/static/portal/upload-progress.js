// Sends the form around it with its file and says in words and numbers how far it has come. Without this file the browser sends it.
const MEGABYTE = 1024 * 1024;

class UploadProgress extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.form.addEventListener("submit", (event) => this.send(event));
  }

  send(event) {
    if (![...this.form.querySelectorAll("input[type=file]")].some((input) => input.files.length)) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.request) return;
    const body = new FormData(this.form, event.submitter);
    this.bar = this.appendChild(Object.assign(document.createElement("progress"), { max: 100, value: 0 }));
    this.words = this.appendChild(document.createElement("span"));
    this.bar.setAttribute("aria-hidden", "true");
    this.request = new XMLHttpRequest();
    this.request.upload.addEventListener("progress", (sent) => this.tell(sent));
    this.request.addEventListener("load", () => this.show());
    this.request.addEventListener("error", () => this.fail());
    this.request.open("POST", this.form.action);
    this.request.send(body);
  }

  tell({ loaded, total }) {
    const percent = Math.floor((loaded / total) * 100);
    this.bar.value = percent;
    const numbers = { done: (loaded / MEGABYTE).toFixed(1), total: (total / MEGABYTE).toFixed(1), percent };
    this.words.textContent = percent < 100
      ? this.dataset.going.replace(/{(\w+)}/g, (_whole, name) => numbers[name])
      : this.dataset.checking;
  }

  // The page that answers takes the place of this one, as if the browser had sent the form.
  show() {
    const page = new DOMParser().parseFromString(this.request.responseText, "text/html");
    const main = page.querySelector("main");
    if (!main) { window.location.assign(this.request.responseURL); return; }
    history.replaceState(null, "", this.request.responseURL);
    document.title = page.title;
    document.querySelector("main").replaceWith(main);
    (main.querySelector("[autofocus]") ?? main).focus();
  }

  fail() {
    this.request = undefined;
    this.replaceChildren(this.dataset.failed);
  }
}

customElements.define("upload-progress", UploadProgress);
