import { checkActive, type StoredConnection } from '../../../src/provider/core/connections.js';
import type { Services } from '../../../src/provider/core/services.js';
import type { VisibleTime } from '../../../src/provider/payments/accrual/visible-time.js';
import { checkPlan } from '../../../src/provider/payments/pay-due-amount.js';
import { planPayment, type ReceiverMinimums } from '../../../src/provider/payments/plan-payment.js';

/** Plans a payment and checks the plan, as a tick does. `next` is the time until the next payment is due. */
export async function planDuePayment(
  services: Services,
  connection: StoredConnection,
  session: ReceiverMinimums,
  time?: VisibleTime,
): Promise<{ due: false; next: number } | { due: true; amount: bigint; next: number }> {
  checkActive(connection);
  const plan = planPayment(services, connection, session, time);
  const due = await checkPlan(services, { connection, session, plan });
  return due ? { due, amount: plan.amount, next: plan.delay } : { due, next: plan.dueIn };
}
