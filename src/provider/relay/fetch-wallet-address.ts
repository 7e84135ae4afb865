import type { RouteOptions } from 'fastify';
import type { WalletAddressRequest } from '../../protocol/relay-messages.js';
import { checkOrigin } from '../authentication/check-origin.js';
import { checkDpopProof } from '../authentication/check-dpop-proof.js';
import {
  parseWalletAddressUrl,
  sendWalletAddressRequest,
} from '../open-payments/send-wallet-address-request.js';
import { WalletAddressDetailsSchema, WalletAddressRequestSchema } from '../core/message-schemas.js';
import type { Services } from '../core/services.js';

export function fetchWalletAddress(services: Services): RouteOptions {
  return {
    method: 'POST',
    url: '/relay/wallet-addresses',
    config: {
      isNewWork: true,
      summary: 'Look up a wallet address',
      problems: [
        'wallet-address-invalid',
        'wallet-address-not-found',
        'wallet-response-invalid',
        'wallet-unreachable',
      ],
    },
    onRequest: [checkOrigin, checkDpopProof(services)],
    schema: { body: WalletAddressRequestSchema, response: { 200: WalletAddressDetailsSchema } },
    handler: async (request) => {
      const { walletAddress } = request.body as WalletAddressRequest;
      const url = parseWalletAddressUrl(walletAddress, services);
      return sendWalletAddressRequest(services, url);
    },
  };
}
