/** Before anything is painted: the theme that this browser keeps (`lib/theme.js`). No module, as modules wait. */

try {
  document.documentElement.dataset.theme = JSON.parse(localStorage.getItem("easy-crm.theme") ?? '"system"');
} catch {
  // Without storage, the system decides.
}
