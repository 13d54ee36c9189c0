/** A letter to many: words of one's own only where no template is chosen; sending leaves the page. */

const form = document.querySelector(".mailing-form");
const template = form.querySelector("[name=template]");
const own = form.querySelector(".own-words");

const draw = () => { own.hidden = template.value !== ""; };

template.addEventListener("change", draw);
form.querySelector("[data-no-htmx]").addEventListener("click", (event) => {
  event.preventDefault();
  const chosen = document.createElement("input");
  Object.assign(chosen, { type: "hidden", name: "start", value: "1" });
  form.append(chosen);
  event.currentTarget.disabled = true;
  form.submit();
});
draw();
