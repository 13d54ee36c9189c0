/** Ticking orders: those of the page, or all that the list holds. */

const form = document.querySelector("#orders");
const boxes = () => [...form.querySelectorAll("input[name=order]")];
const everything = form?.querySelector("[data-all-orders]");
const page = form?.querySelector("[data-page-orders]");
const told = form?.querySelector("[data-chosen]");

const draw = () => {
  const ticked = boxes().filter((box) => box.checked).length;
  const count = everything.checked ? Number(told.dataset.count) : ticked;
  told.textContent = told.dataset.chosen.replace("{count}", count);
  page.checked = ticked === boxes().length;
  page.indeterminate = ticked > 0 && !page.checked;
};

let last = null;

form?.addEventListener("click", ({ target, shiftKey }) => {
  if (target.name !== "order") return;
  if (shiftKey && last) {
    const all = boxes();
    const [from, to] = [all.indexOf(last), all.indexOf(target)].sort((a, b) => a - b);
    all.slice(from, to + 1).forEach((box) => { box.checked = target.checked; });
  }
  last = target;
});

form?.addEventListener("change", ({ target }) => {
  if (target === everything) boxes().forEach((box) => { box.checked = everything.checked; });
  else if (target === page) boxes().forEach((box) => { box.checked = page.checked; });
  if (target !== everything && !target.checked) everything.checked = false;
  draw();
});

if (told) draw();
