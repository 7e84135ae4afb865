/* global window, document, Event */
window.addEventListener('load', () => {
  const target = document.querySelector('p');
  target.dispatchEvent(new Event('click'));
  target.dispatchEvent(new Event('monetization'));
  const supported = document.createElement('link').relList.supports('monetization');
  window.parent.postMessage({ type: 'fired', handlers: target.dataset.ran.trim(), supported }, '*');
});
