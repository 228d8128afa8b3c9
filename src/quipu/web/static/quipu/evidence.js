// Fills the words of a citation with what is selected in the document's text. Without it, one copies and pastes them.
(function () {
  "use strict";
  const button = document.getElementById("use-selection");
  const text = document.querySelector(".document-text");
  const field = button && document.getElementById(button.dataset.target);
  if (!button || !text || !field) return;
  let words = "";

  // Numbers of citations and words for screen readers stand in the text without being of it.
  function selected() {
    const selection = document.getSelection();
    if (!selection || !selection.rangeCount || selection.isCollapsed) return "";
    const range = selection.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return "";
    const copy = range.cloneContents();
    for (const added of copy.querySelectorAll(".cited-number, .visually-hidden")) added.remove();
    for (const passage of copy.querySelectorAll(".passage")) passage.append("\n\n");
    return copy.textContent.trim();
  }

  document.addEventListener("selectionchange", () => {
    words = selected() || words;
    button.hidden = !words;
  });
  button.addEventListener("click", () => {
    field.value = words;
    field.focus();
  });
})();
