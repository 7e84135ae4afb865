// The part of the testharness.js API (https://web-platform-tests.org/writing-tests/testharness-api.html) that
// the pages use. They also run with the original: npm run conformance -- --harness path/to/testharness.js
/* global window, document, setTimeout, clearTimeout */
(() => {
  const isLong = document.querySelector('meta[name=timeout]')?.content === 'long';
  const HARNESS_TIMEOUT = isLong ? 120_000 : 60_000;
  const STATUS = { PASS: 0, FAIL: 1, TIMEOUT: 2, NOTRUN: 3, PRECONDITION_FAILED: 4 };
  const HARNESS_STATUS = { OK: 0, ERROR: 1, TIMEOUT: 2 };

  const tests = [];
  const completionCallbacks = [];
  const harness = { status: HARNESS_STATUS.OK, message: null };
  let promiseTests = Promise.resolve();
  let explicitDone = false;
  let allowUncaughtException = false;
  let loaded = false;
  let completed = false;
  let timeoutMultiplier = 1;
  let timer = setTimeout(timeOut, HARNESS_TIMEOUT);

  class AssertionError extends Error {}
  class OptionalFeatureUnsupportedError extends AssertionError {}

  class Test {
    status = STATUS.NOTRUN;
    message = null;
    stack = null;
    #cleanups = [];
    #finished = false;
    #isDone;

    constructor(name) {
      this.name = name;
      this.whenDone = new Promise((resolve) => (this.#isDone = resolve));
      if (tests.some((test) => test.name === name)) {
        harness.status = HARNESS_STATUS.ERROR;
        harness.message = `Two subtests are named "${name}".`;
      }
      tests.push(this);
    }

    get finished() {
      return this.#finished;
    }

    step(steps, self, ...parameters) {
      if (this.#finished) return undefined;
      if (this.status === STATUS.NOTRUN) this.status = STATUS.TIMEOUT;
      try {
        return Reflect.apply(steps, self ?? this, parameters);
      } catch (error) {
        this.fail(error);
        return undefined;
      }
    }

    step_func(steps, self) {
      return (...parameters) => this.step(steps, self, ...parameters);
    }

    step_func_done(steps, self) {
      return (...parameters) => {
        if (steps) this.step(steps, self, ...parameters);
        this.done();
      };
    }

    unreached_func(description) {
      return this.step_func(() => assert_unreached(description));
    }

    step_timeout(steps, milliseconds) {
      return setTimeout(this.step_func(steps), milliseconds * timeoutMultiplier);
    }

    add_cleanup(cleanup) {
      this.#cleanups.push(cleanup);
    }

    fail(error) {
      const unsupported = error instanceof OptionalFeatureUnsupportedError;
      this.#finish(
        unsupported ? STATUS.PRECONDITION_FAILED : STATUS.FAIL,
        error instanceof AssertionError ? error.message : String(error),
      );
    }

    done() {
      this.#finish(STATUS.PASS, null);
    }

    timeOut() {
      if (!this.#finished) this.#finish(this.status, 'Test timed out');
    }

    async #finish(status, message) {
      if (this.#finished) return;
      this.#finished = true;
      this.status = status;
      this.message = message;
      for (const cleanup of this.#cleanups) {
        try {
          await cleanup();
        } catch (error) {
          harness.status = HARNESS_STATUS.ERROR;
          harness.message = `Cleanup of "${this.name}": ${error}`;
        }
      }
      this.#isDone();
      completeWhenDone();
    }
  }

  function setup(first, second) {
    const properties = (typeof first === 'function' ? second : first) ?? {};
    if (properties.explicit_done) explicitDone = true;
    if (properties.allow_uncaught_exception) allowUncaughtException = true;
    if (properties.timeout_multiplier) {
      timeoutMultiplier = properties.timeout_multiplier;
      clearTimeout(timer);
      timer = setTimeout(timeOut, HARNESS_TIMEOUT * timeoutMultiplier);
    }
    if (typeof first === 'function') first();
  }

  function test(steps, name) {
    const created = new Test(name ?? document.title);
    created.step(steps, created, created);
    created.done();
  }

  function async_test(steps, name) {
    const hasSteps = typeof steps === 'function';
    const created = new Test((hasSteps ? name : steps) ?? document.title);
    if (hasSteps) created.step(steps, created, created);
    return created;
  }

  function promise_test(steps, name) {
    const created = new Test(name ?? document.title);
    promiseTests = promiseTests.then(async () => {
      if (completed) return;
      const promise = created.step(steps, created, created);
      if (!created.finished && typeof promise?.then !== 'function') {
        created.fail(new AssertionError('promise_test: the function did not return a promise'));
      }
      await Promise.race([
        Promise.resolve(promise).then(
          () => created.done(),
          (error) => created.fail(error),
        ),
        created.whenDone,
      ]);
      await created.whenDone;
    });
  }

  function done() {
    explicitDone = false;
    completeWhenDone();
  }

  function timeOut() {
    if (completed) return;
    harness.status = HARNESS_STATUS.TIMEOUT;
    for (const unfinished of tests) unfinished.timeOut();
    complete();
  }

  function completeWhenDone() {
    if (loaded && !explicitDone && tests.every((created) => created.finished)) complete();
  }

  function complete() {
    if (completed) return;
    completed = true;
    clearTimeout(timer);
    for (const callback of completionCallbacks) callback(tests, { ...harness, ...HARNESS_STATUS });
  }

  // An exception of the agent in the page fails the page.
  function failHarness(error) {
    if (completed || allowUncaughtException) return;
    harness.status = HARNESS_STATUS.ERROR;
    harness.message = `Uncaught: ${error?.message ?? error}`;
  }

  window.addEventListener('error', (event) => event.target === window && failHarness(event.error));
  window.addEventListener('unhandledrejection', (event) => failHarness(event.reason));
  window.addEventListener('load', () => {
    // The page's own listeners may still add subtests.
    setTimeout(() => {
      loaded = true;
      completeWhenDone();
    }, 0);
  });

  function check(holds, description, otherwise) {
    if (!holds) throw new AssertionError(`${description ? `${description} ` : ''}${otherwise}`);
  }

  function show(value) {
    if (typeof value === 'string') return JSON.stringify(value);
    if (Object.is(value, -0)) return '-0';
    if (typeof value === 'object' && value !== null) return Object.prototype.toString.call(value);
    return String(value);
  }

  function assert_true(actual, description) {
    check(actual === true, description, `expected true got ${show(actual)}`);
  }

  function assert_false(actual, description) {
    check(actual === false, description, `expected false got ${show(actual)}`);
  }

  function assert_equals(actual, expected, description) {
    check(Object.is(actual, expected), description, `expected ${show(expected)} but got ${show(actual)}`);
  }

  function assert_not_equals(actual, expected, description) {
    check(!Object.is(actual, expected), description, `got disallowed value ${show(actual)}`);
  }

  function assert_in_array(actual, expected, description) {
    check(expected.includes(actual), description, `value ${show(actual)} not in array [${expected}]`);
  }

  function assert_array_equals(actual, expected, description) {
    const same =
      actual.length === expected.length && expected.every((item, index) => Object.is(item, actual[index]));
    check(same, description, `expected [${[...expected].map(show)}] but got [${[...actual].map(show)}]`);
  }

  function assert_greater_than(actual, expected, description) {
    check(actual > expected, description, `expected a number greater than ${expected} but got ${actual}`);
  }

  function assert_greater_than_equal(actual, expected, description) {
    check(actual >= expected, description, `expected a number of at least ${expected} but got ${actual}`);
  }

  function assert_less_than(actual, expected, description) {
    check(actual < expected, description, `expected a number less than ${expected} but got ${actual}`);
  }

  function assert_less_than_equal(actual, expected, description) {
    check(actual <= expected, description, `expected a number of at most ${expected} but got ${actual}`);
  }

  function assert_regexp_match(actual, expected, description) {
    check(expected.test(actual), description, `expected ${expected} but got ${show(actual)}`);
  }

  function assert_class_string(object, className, description) {
    assert_equals(Object.prototype.toString.call(object), `[object ${className}]`, description);
  }

  function assert_own_property(object, name, description) {
    check(Object.hasOwn(object, name), description, `expected property ${show(String(name))} missing`);
  }

  function assert_not_own_property(object, name, description) {
    check(
      !Object.hasOwn(object, name),
      description,
      `unexpected property ${show(String(name))} found on object`,
    );
  }

  function assert_inherits(object, name, description) {
    check(
      !Object.hasOwn(object, name),
      description,
      `property ${show(name)} found on object expected in prototype chain`,
    );
    check(name in object, description, `property ${show(name)} not found in prototype chain`);
  }

  function assert_readonly(object, name, description) {
    const before = object[name];
    try {
      object[name] = `${before}x`;
    } catch {
      // In strict mode it throws.
    }
    check(Object.is(object[name], before), description, `changing property ${show(name)} succeeded`);
  }

  function assert_throws_js(constructor, steps, description) {
    try {
      steps();
    } catch (error) {
      check(
        error?.constructor === constructor,
        description,
        `threw ${show(error)} (${error}) expected ${constructor.name}`,
      );
      return;
    }
    throw new AssertionError(`${description ?? ''} did not throw`.trim());
  }

  function assert_throws_exactly(exception, steps, description) {
    try {
      steps();
    } catch (error) {
      check(error === exception, description, `threw ${show(error)} but we expected ${show(exception)}`);
      return;
    }
    throw new AssertionError(`${description ?? ''} did not throw`.trim());
  }

  function assert_unreached(description) {
    throw new AssertionError(`${description ? `${description} ` : ''}Reached unreachable code`);
  }

  function assert_implements_optional(condition, description) {
    if (!condition) throw new OptionalFeatureUnsupportedError(description);
  }

  Object.assign(window, {
    setup,
    test,
    async_test,
    promise_test,
    done,
    step_timeout: (steps, milliseconds, ...parameters) =>
      setTimeout(steps, milliseconds * timeoutMultiplier, ...parameters),
    add_completion_callback: (callback) => completionCallbacks.push(callback),
    assert_true,
    assert_false,
    assert_equals,
    assert_not_equals,
    assert_in_array,
    assert_array_equals,
    assert_greater_than,
    assert_greater_than_equal,
    assert_less_than,
    assert_less_than_equal,
    assert_regexp_match,
    assert_class_string,
    assert_own_property,
    assert_not_own_property,
    assert_inherits,
    assert_readonly,
    assert_throws_js,
    assert_throws_exactly,
    assert_unreached,
    assert_implements_optional,
  });
})();
