// What setting up does with script: a file that is chosen fills a field, and a link is copied with a click.

/** Files of this size and less are read. */
const MOST = 1_000_000;

for (const chooser of document.querySelectorAll("[data-file-into]")) {
  const field = chooser.form?.elements.namedItem(chooser.dataset.fileInto);
  if (!field) continue;
  chooser.closest("[data-needs-script]").hidden = false;
  const said = chooser.closest("[data-needs-script]").querySelector("[role=status]");
  const take = async (file) => {
    if (file.size > MOST) {
      said.textContent = `${file.name} is too large: at most 1 MB is taken.`;
      return;
    }
    try {
      field.value = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
      field.dispatchEvent(new Event("input", { bubbles: true }));
      said.textContent = `${file.name} stands below. Nothing is sent yet.`;
    } catch {
      said.textContent = `${file.name} is not text in UTF-8. Save it as “CSV UTF-8” or as plain text and choose it again.`;
    }
  };
  chooser.addEventListener("change", () => chooser.files[0] && take(chooser.files[0]));
  field.addEventListener("dragover", (event) => event.preventDefault());
  field.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files[0]) return;
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const link = button.closest("li").querySelector("[data-link]");
  if (!link || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.textContent.trim());
      button.textContent = button.dataset.copied;
    } catch {
      getSelection().selectAllChildren(link);
      button.textContent = button.dataset.marked;
    }
  });
}
