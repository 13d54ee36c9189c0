/** A field in which a key is pressed instead of spelled: “Shift+E”, and “G I” for two in a row. */

const PATIENCE = 1200;
const SIGN = /^[^\p{L}\p{N}\s]$/u;
let pressedAt = 0;

const nameOf = (event) => {
  const letter = event.code.match(/^(?:Key|Digit)(.)$/)?.[1];
  if (letter) return letter;
  if (event.code === "Enter" && (event.ctrlKey || event.metaKey)) return "Enter";
  return SIGN.test(event.key) ? event.key : "";
};

const heldOf = (event, name) => [
  (event.ctrlKey || event.metaKey) && "Ctrl",
  event.shiftKey && !SIGN.test(name) && "Shift",
].filter(Boolean);

/** Tab, Enter, Escape and what edits the field keep doing what they do. */
document.addEventListener("keydown", (event) => {
  const field = event.target.closest("[data-key]");
  if (!field || event.isComposing || event.altKey) return;
  const name = nameOf(event);
  if (!name) return;
  event.preventDefault();
  const press = [...heldOf(event, name), name].join("+");
  const before = event.timeStamp - pressedAt < PATIENCE && field.value && !/[ +]/.test(field.value) ? `${field.value} ` : "";
  field.value = before + press;
  pressedAt = event.timeStamp;
});
