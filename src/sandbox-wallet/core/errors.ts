/**
 * A client error found before the operation's own rules run: malformed JSON, or a request outside the OpenAPI
 * document.
 */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: number;

  constructor(status: number, description: string) {
    super(description);
    this.status = status;
  }
}

export type GrantErrorCode =
  | 'invalid_client'
  | 'invalid_request'
  | 'request_denied'
  | 'too_fast'
  | 'invalid_continuation'
  | 'invalid_rotation';

// https://www.rfc-editor.org/rfc/rfc9635.html#name-error-response
export class GrantError extends Error {
  override readonly name = 'GrantError';
  readonly status: number;
  readonly code: GrantErrorCode;

  constructor(status: number, code: GrantErrorCode, description: string, options?: ErrorOptions) {
    super(description, options);
    this.status = status;
    this.code = code;
  }
}

/**
 * An error of the resource server. Clients distinguish its 403s by the description, so the texts equal the
 * live server's.
 */
export class ResourceError extends Error {
  override readonly name = 'ResourceError';
  readonly status: number;
  readonly details: Record<string, unknown> | undefined;
  readonly wwwAuthenticate: string | undefined;

  constructor(
    status: number,
    description: string,
    more: { details?: Record<string, unknown>; wwwAuthenticate?: string } = {},
  ) {
    super(description);
    this.status = status;
    this.details = more.details;
    this.wwwAuthenticate = more.wwwAuthenticate;
  }
}

/** The signature is missing, malformed or invalid. Each server maps it to its own error format. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError';
  readonly reason: 'invalid signature headers' | 'unknown key' | 'invalid signature';

  constructor(reason: SignatureError['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** The ledger rejected a payment. */
export class PaymentError extends Error {
  override readonly name = 'PaymentError';
  readonly status: number;
  readonly details: Record<string, unknown> | undefined;

  constructor(status: 400 | 403 | 404 | 409, description: string, details?: Record<string, unknown>) {
    super(description);
    this.status = status;
    this.details = details;
  }
}
