/** What a message may hold is told before it is sent: what is refused afterwards was uploaded in vain. */

const chosen = document.querySelector("input[type=file][data-most]");

const weigh = () => {
  const { files, dataset, form } = chosen;
  const bytes = [...files].reduce((sum, file) => sum + file.size, 0);
  const said = document.getElementById("too_much");
  const isTooMuch = files.length > Number(dataset.most) || bytes > Number(dataset.bytes);
  said.hidden = !isTooMuch;
  chosen.setCustomValidity(isTooMuch ? said.textContent.trim() : "");
  chosen.setAttribute("aria-invalid", isTooMuch);
  // A photo alone says enough.
  form.elements.text.required = !files.length;
};

if (chosen) {
  chosen.addEventListener("change", weigh);
  // Browsers keep what was chosen when somebody comes back to a page.
  weigh();
}
