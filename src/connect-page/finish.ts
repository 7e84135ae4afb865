import { rememberedReturnPath } from './return-path.js';

/** So long a window takes to close, if it lets itself be closed by a script. */
const CLOSING = 300;

const link = document.querySelector<HTMLAnchorElement>('#back');
if (link) {
  link.pathname = rememberedReturnPath(link.dataset['connection'] ?? '');
  link.textContent = 'Close and go back to the site';
  link.addEventListener('click', (event) => {
    event.preventDefault();
    window.close();
    setTimeout(() => location.replace(link.href), CLOSING);
  });
  link.focus();
}
