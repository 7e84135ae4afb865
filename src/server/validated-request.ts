import type { FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';

// The parts of a request, typed by the schema that Fastify has validated them with. A route with another
// schema is a mistake of this program, which its first request shows.

export function getBody<Schema extends TSchema>(request: FastifyRequest, schema: Schema): Static<Schema> {
  return getPart(request, 'body', schema);
}

export function getParams<Schema extends TSchema>(request: FastifyRequest, schema: Schema): Static<Schema> {
  return getPart(request, 'params', schema);
}

export function getQuery<Schema extends TSchema>(request: FastifyRequest, schema: Schema): Static<Schema> {
  return getPart(request, 'query', schema);
}

function getPart<Schema extends TSchema>(
  request: FastifyRequest,
  part: 'body' | 'params' | 'query',
  schema: Schema,
): Static<Schema> {
  const { url, schema: schemas } = request.routeOptions;
  // Fastify's name of the schema of a query.
  if (schemas?.[part === 'query' ? 'querystring' : part] !== schema)
    throw new Error(`The route ${url} has another schema for its ${part}`);
  return request[part] as Static<Schema>;
}
