/** Milliseconds that open requests may take when asked to stop. */
const STOP_WITHIN = 10_000;

/** Ctrl-C and SIGTERM: closes, then exits 0. */
export function closeWhenAsked(close: () => Promise<void>): void {
  const stop = () => {
    setTimeout(() => process.exit(1), STOP_WITHIN).unref();
    void close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}
