// Starts the demo. The rest is imported late so that a library that was not built is said in words, not in a blank page.

try {
  const { start } = await import("./app.js");
  await start();
} catch (error) {
  console.error(error);
  const note = document.createElement("p");
  note.className = "fatal";
  note.setAttribute("role", "alert");
  note.textContent =
    "The memory library could not be loaded. Start the demo with “npm start”, which builds it first, then reload this page. "
    + `(${error?.message ?? error})`;
  document.querySelector("main").replaceChildren(note);
}
