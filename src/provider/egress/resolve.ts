import { lookup } from 'node:dns/promises';
import { promises as dns } from 'node:dns';

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<string[]>;

/**
 * Asks the name servers itself: `getaddrinfo` occupies one of four threads until a dead name server gives up, and the disk waits for the same
 * threads. So /etc/hosts counts only for names of this machine.
 */
export function createResolve(timeout: number): Resolve {
  const resolver = new dns.Resolver({ timeout: Math.ceil(timeout / 2), tries: 2 });
  return async (hostname) => {
    if (hostname === 'localhost' || hostname.endsWith('.localhost'))
      return (await lookup(hostname, { all: true })).map(({ address }) => address);
    const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (addresses.length === 0) throw new Error(`${hostname} has no address`, { cause: reasonOf(answers) });
    return addresses;
  };
}

function reasonOf(answers: PromiseSettledResult<string[]>[]): unknown {
  return answers.find((answer) => answer.status === 'rejected')?.reason;
}
