/** Dialogs and menus.
 *
 *  `data-opens="id"` opens the `<dialog>`; a click beside it closes it.
 *  `data-menu="id"` opens the `.menu` under its button; arrows walk, Escape closes.
 */

/** Ask, and answer with true or false. The dialog's red or main button has the value "yes". */
export const ask = (dialog) =>
  new Promise((answer) => {
    dialog.returnValue = "";
    dialog.showModal();
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
  });

export const isAnyOpen = () => document.querySelector("dialog:modal") !== null;

const openMenu = () => document.querySelector(".menu:not([hidden])");

const buttonOf = (menu) => document.querySelector(`[data-menu="${menu.id}"]`);

const choicesOf = (menu) =>
  [...menu.querySelectorAll("input, .choice")].filter((choice) => choice.checkVisibility());

const show = (menu) => {
  menu.hidden = false;
  buttonOf(menu)?.setAttribute("aria-expanded", "true");
  choicesOf(menu)[0]?.focus();
};

export const closeMenu = (menu = openMenu(), { focus = false } = {}) => {
  if (!menu) return;
  menu.hidden = true;
  const button = buttonOf(menu);
  button?.setAttribute("aria-expanded", "false");
  if (focus) button?.focus();
};

export const toggleMenu = (id) => {
  const menu = document.getElementById(id);
  const wasOpen = menu && !menu.hidden;
  closeMenu();
  if (menu && !wasOpen) show(menu);
};

const walk = (menu, event) => {
  const choices = choicesOf(menu);
  const step = event.key === "ArrowDown" ? 1 : -1;
  const next = choices.indexOf(document.activeElement) + step;
  choices[(next + choices.length) % choices.length]?.focus();
  event.preventDefault();
};

/** Without accents and capitals: "ines" finds Inès. */
export const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** A menu with a field to narrow it hides what doesn't match, and the titles left alone. */
const narrow = (menu, text) => {
  const sought = folded(text.trim());
  for (const choice of menu.querySelectorAll(".choice")) {
    choice.hidden = !folded(choice.textContent).includes(sought);
  }
  for (const title of menu.querySelectorAll(".title")) title.hidden = sought !== "";
};

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const menuButton = event.target.closest("[data-menu]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (menuButton) toggleMenu(menuButton.dataset.menu);
  else if (event.target.closest(".menu .choice")) closeOnceSent(openMenu());
  else if (!event.target.closest(".menu")) closeMenu();
  if (event.target.matches("dialog.dialog")) closeIfBeside(event);
});

/** A form that loses its button before it is sent forgets which one was pressed. */
const closeOnceSent = (menu) => setTimeout(() => closeMenu(menu, { focus: true }));

/** A click on the backdrop arrives at the dialog itself, outside its box. */
const closeIfBeside = (event) => {
  const box = event.target.getBoundingClientRect();
  const inside =
    event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside) event.target.close();
};

document.addEventListener("input", (event) => {
  const menu = event.target.closest(".menu");
  if (menu) narrow(menu, event.target.value);
});

document.addEventListener("keydown", (event) => {
  const menu = openMenu();
  if (!menu) return;
  if (event.key === "Escape") {
    closeMenu(menu, { focus: true });
    event.stopPropagation();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") walk(menu, event);
  else if (event.key === "Enter" && event.target.matches(".menu input")) {
    event.preventDefault();
    choicesOf(menu).find((choice) => choice.matches(".choice"))?.click();
  } else if (event.key === "Tab") closeMenu(menu);
}, true);
