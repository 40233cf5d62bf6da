// Cards of the board are dragged to a column that takes them; what is dropped presses the card's own button for that column.
class DragBoard extends HTMLElement {
  connectedCallback() {
    for (const card of this.querySelectorAll(".card")) {
      card.draggable = this.columns().some((column) => this.way(card, column));
      card.addEventListener("dragstart", (event) => this.lift(card, event));
      card.addEventListener("dragend", () => this.put_down());
    }
    for (const column of this.columns()) {
      column.addEventListener("dragover", (event) => { if (this.card && this.way(this.card, column)) event.preventDefault(); });
      column.addEventListener("drop", (event) => { event.preventDefault(); this.drop(column); });
    }
  }

  columns() { return [...this.querySelectorAll("[data-state]")]; }

  way(card, column) { return card.querySelector(`[data-to="${column.dataset.state}"]`); }

  lift(card, event) {
    this.card = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.id);
    for (const column of this.columns()) column.classList.toggle("takes", Boolean(this.way(card, column)));
  }

  put_down() {
    this.card = undefined;
    for (const column of this.columns()) column.classList.remove("takes");
  }

  drop(column) {
    const way = this.card && this.way(this.card, column);
    this.put_down();
    way?.click();
  }
}

customElements.define("drag-board", DragBoard);
