// Like testharnessreport.js for testharness.js: shows the results on the page and sends them to the runner,
// if there is one.
/* global window, document, add_completion_callback, suite */
const { fetch } = window;

add_completion_callback((tests, harness) => {
  const names = ['PASS', 'FAIL', 'TIMEOUT', 'NOTRUN', 'PRECONDITION_FAILED'];
  const subtests = tests.map(({ name, status, message }) => ({ name, status: names[status], message }));

  const list = document.createElement('ol');
  for (const { name, status, message } of subtests) {
    const item = document.createElement('li');
    item.textContent = `${status} ${name}${message ? `: ${message}` : ''}`;
    list.append(item);
  }
  document.body.append(list);

  const body = {
    subtests,
    harness: { status: ['OK', 'ERROR', 'TIMEOUT'][harness.status], message: harness.message },
  };
  void fetch(`${suite.origin}/driver/results`, { method: 'POST', body: JSON.stringify(body) }).catch(
    () => undefined,
  );
});
