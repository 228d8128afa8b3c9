// Says that a change could not be saved, and when it can again. Saving itself is htmx's; without either, the draft
// is saved with its button.
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
  document.body.addEventListener("htmx:sendError", () => tell(true));
  document.body.addEventListener("htmx:responseError", () => tell(true));
  document.body.addEventListener("htmx:afterOnLoad", (event) => {
    // Without a session the answer is the page on which to sign in, at another address.
    const { xhr, pathInfo, successful } = event.detail;
    const answered = new URL(xhr.responseURL).pathname;
    if (successful) tell(answered !== new URL(pathInfo.requestPath, location.href).pathname);
  });
})();
