/** The words of the interface in the reader's language, from the page's JSON blocks. */

const read = (id) => JSON.parse(document.getElementById(id)?.textContent || "{}");
const words = { ...read("words"), ...read("page-words") };

/** `say("toast.seconds", {seconds: 8})`; an unknown key says itself, so that it is seen. */
export const say = (key, values = {}) =>
  (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** Plain English is read in Europe here, as on the server: 18:42. */
export const locale = () => (document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang);

/** Tell a screen reader, politely. */
export const tell = (text) => {
  const said = document.getElementById("said");
  if (said) said.textContent = text;
};
