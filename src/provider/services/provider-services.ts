import type { AllowedSites } from '../authentication/check-site.js';
import type { DpopServices } from '../authentication/check-dpop-proof.js';
import type { SandboxVisitor } from '../core/allowance.js';
import type { ClientKeyRing } from '../keys/client-key-ring.js';
import type { ProviderLimits } from '../limits/limits.js';
import type { RateLimiter } from '../limits/rate-limiter.js';
import type { PaymentServices } from '../payments/services/payment-services.js';
import type { Trace } from '../trace/trace.js';

/** All of the provider's shared dependencies. Built once by `createProvider`. */
export interface ProviderServices extends PaymentServices, DpopServices {
  sites: AllowedSites;
  sandboxVisitor: SandboxVisitor | undefined;
  /** Null in production, where no trace is kept. */
  trace: Trace | null;
  clientKeys: ClientKeyRing;
  limits: ProviderLimits;
  rateLimiter: RateLimiter;
  close: () => Promise<void>;
}
