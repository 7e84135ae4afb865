import { loadReturnPath } from './return-path.js';
import { isSameTab } from './same-tab.js';

/** The time in which the browser closes the window, if it allows scripts to close it. */
const CLOSE_TIMEOUT_MS = 300;

const link = document.querySelector<HTMLAnchorElement>('#back');
if (link) {
  const connection = link.dataset['connection'] ?? '';
  link.pathname = loadReturnPath(connection);
  if (!isSameTab(connection)) closeOnClick(link);
  link.focus();
}

function closeOnClick(link: HTMLAnchorElement): void {
  link.textContent = 'Close and go back to the site';
  link.addEventListener('click', (event) => {
    event.preventDefault();
    window.close();
    setTimeout(() => location.replace(link.href), CLOSE_TIMEOUT_MS);
  });
}
