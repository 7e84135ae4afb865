/** Milliseconds for open requests during shutdown. */
const STOP_TIMEOUT_MS = 10_000;

/** Closes on Ctrl-C and SIGTERM, then exits with 0. */
export function closeOnSignal(close: () => Promise<void>): void {
  const stop = () => {
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    void close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}
