// Saves the form around it by the form's own door while somebody types, and says when. Without this file the buttons save.
class AutoSave extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.form.addEventListener("input", () => this.later());
    this.form.addEventListener("submit", (event) => this.give_way(event));
    document.addEventListener("visibilitychange", () => { if (document.hidden && this.timer) this.save(); });
  }

  later() {
    if (!this.over) this.timer ??= window.setTimeout(() => this.save(), Number(this.dataset.every) * 1000);
  }

  save() {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    if (this.over || this.saving) return;
    const body = new FormData(this.form);
    body.set("autosave", "1");
    this.saving = fetch(this.form.action, { method: "POST", body, redirect: "manual", keepalive: true })
      .then((answer) => this.read(answer), () => { this.textContent = this.dataset.offline; this.later(); })
      .finally(() => { this.saving = undefined; });
  }

  async read(answer) {
    if (!(answer.headers.get("Content-Type") ?? "").startsWith("application/json")) {
      this.over = true;
      this.textContent = this.dataset.signedOut;
      return;
    }
    const { words, version, address } = await answer.json();
    this.textContent = words;
    // What was refused is said once; the reader's own save leads to the page that explains it.
    this.over = !answer.ok;
    if (version !== undefined) this.form.elements.version.value = version;
    if (address) { this.form.action = address; history.replaceState(history.state, "", address); }
  }

  // The reader saves himself: one that is under way is waited for, so that his carries the version that it left.
  give_way(event) {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.saving) { this.over = true; return; }
    event.preventDefault();
    event.stopPropagation();
    this.saving.then(() => this.form.requestSubmit(event.submitter));
  }
}

customElements.define("auto-save", AutoSave);
