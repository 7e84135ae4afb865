import { rememberedReturnPath } from './return-path.js';
import { isSameTab } from './same-tab.js';

/** So long a window takes to close, if it lets itself be closed by a script. */
const CLOSING = 300;

const link = document.querySelector<HTMLAnchorElement>('#back');
if (link) {
  const connection = link.dataset['connection'] ?? '';
  link.pathname = rememberedReturnPath(connection);
  if (!isSameTab(connection)) closeOnClick(link);
  link.focus();
}

function closeOnClick(link: HTMLAnchorElement): void {
  link.textContent = 'Close and go back to the site';
  link.addEventListener('click', (event) => {
    event.preventDefault();
    window.close();
    setTimeout(() => location.replace(link.href), CLOSING);
  });
}
