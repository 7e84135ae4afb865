import { useEffect, useSyncExternalStore, type HTMLAttributes } from 'react';
import type { WmStatus } from 'wm-polyfill/wm-status';
import { monetization } from './monetization-store.js';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'wm-status': HTMLAttributes<WmStatus> & { variant?: 'badge' | 'bar' | 'panel' };
    }
  }
}

export function Support({
  onPaid,
}: {
  onPaid: (value: string, currency: string) => void;
}) {
  const state = useSyncExternalStore(
    monetization.subscribe,
    monetization.get,
    () => undefined,
  );

  useEffect(() => {
    const onMonetization = ({ amountSent }: MonetizationEvent) =>
      onPaid(amountSent.value, amountSent.currency);
    window.addEventListener('monetization', onMonetization);
    return () => window.removeEventListener('monetization', onMonetization);
  }, [onPaid]);

  return (
    <aside>
      <link rel="monetization" href="https://wallet.example/alice" />
      {state?.totals.map(({ currency, value }) => (
        <p key={currency}>
          Thank you for {value} {currency}.
        </p>
      ))}
      <wm-status variant="badge" />
    </aside>
  );
}
