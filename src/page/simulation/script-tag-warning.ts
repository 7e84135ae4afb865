// Warns a page that loads the simulation with its own script tag. wm.js loads it.
console.warn(
  '[wm-polyfill] wm-simulate.js does nothing. Write <script src="wm.js" data-provider="simulate"></script>: wm.js then loads the simulation from wm-simulation.js in its directory.',
);
export {};
