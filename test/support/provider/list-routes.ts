import type { FastifyInstance } from 'fastify';

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'PUT' | 'PATCH';
  /** The path, with `:name` for its parameters. */
  readonly url: string;
}

/**
 * Every route of `server`, read from the tree that Fastify prints, so that no new route can be forgotten.
 * Without HEAD and OPTIONS.
 */
export function listRoutes(server: FastifyInstance): Route[] {
  const parents: string[] = [];
  return server
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', part = '', methods = ''] = /^([│ ]*[├└]── )(.*) \((.*)\)$/.exec(line) ?? [];
      const depth = indent.length / 4;
      if (depth === 0) return [];
      parents[depth] = (parents[depth - 1] ?? '') + part;
      const url = parents[depth];
      return methods
        .split(', ')
        .filter((method) => method !== 'HEAD' && method !== 'OPTIONS')
        .map((method) => ({ method: method as Route['method'], url }));
    });
}
