// Says that a change could not be saved, and when it can again, and which fields have a fault. Saving itself is
// htmx's; without either, the draft is saved with its button.
(function () {
  "use strict";
  const bar = document.querySelector(".savebar");
  const words = document.getElementById("offline");
  if (!bar || !words) return;
  const usual = words.textContent;

  function tell(lost) {
    bar.classList.toggle("lost", lost);
    words.textContent = lost ? words.dataset.lost : usual;
  }

  // The fields themselves are never drawn again while somebody types in them: only what is said of them is.
  function markFaults() {
    const faulty = new Set();
    for (const told of document.querySelectorAll("#rows .fault")) {
      if (told.id && told.textContent.trim()) faulty.add(told.id.replace(/-fault$/, ""));
      for (const id of (told.dataset.fields || "").split(" ")) faulty.add(id);
    }
    for (const field of document.querySelectorAll("#rows [aria-invalid]")) {
      if (!faulty.has(field.id)) field.removeAttribute("aria-invalid");
    }
    for (const id of faulty) document.getElementById(id)?.setAttribute("aria-invalid", "true");
  }
  document.body.addEventListener("htmx:sendError", () => tell(true));
  document.body.addEventListener("htmx:responseError", () => tell(true));
  document.body.addEventListener("htmx:afterOnLoad", (event) => {
    markFaults();
    // Without a session the answer is the page on which to sign in, at another address.
    const { xhr, pathInfo, successful } = event.detail;
    const answered = new URL(xhr.responseURL).pathname;
    if (successful) tell(answered !== new URL(pathInfo.requestPath, location.href).pathname);
  });
})();
