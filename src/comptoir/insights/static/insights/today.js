/** The figures renew themselves: some seconds after something happened, however much happened.
 *
 *  Nothing is renewed under somebody's hands: while rows are chosen or a table is open, it waits.
 */

const AFTER = 4000;
let planned = 0;

const root = () => document.getElementById("service");
const isInUse = () => root().querySelector("input:checked, details[open], select:focus") !== null;

const plan = () => {
  planned ||= setTimeout(renew, AFTER);
};

const renew = async () => {
  planned = 0;
  if (document.hidden || isInUse()) return void plan();
  const focused = root().contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const response = await fetch(root().dataset.fresh, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!response?.ok || isInUse()) return;
  root().outerHTML = await response.text();
  if (focused) root().querySelector(`[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
};

// The figures are replaced as a whole: their page listens.
document.addEventListener("live", (event) => event.target === root() && plan(), true);
