import type { RouteOptions } from 'fastify';
import type { WalletAddressRequest } from '../../protocol/relay-messages.js';
import { checkOrigin } from '../checks/check-origin.js';
import { checkProof } from '../checks/check-proof.js';
import { parseWalletAddress, sendWalletAddressRequest } from '../open-payments/wallet-address.js';
import { WalletAddressDetailsSchema, WalletAddressRequestSchema } from '../schemas.js';
import type { Services } from '../services.js';

export function lookUpWalletAddress(services: Services): RouteOptions {
  return {
    method: 'POST',
    url: '/relay/wallet-addresses',
    config: {
      isNewWork: true,
      summary: 'Look a wallet address up',
      problems: [
        'wallet-address-invalid',
        'wallet-address-not-found',
        'wallet-answer-invalid',
        'wallet-unreachable',
      ],
    },
    onRequest: [checkOrigin, checkProof(services)],
    schema: { body: WalletAddressRequestSchema, response: { 200: WalletAddressDetailsSchema } },
    handler: async (request) => {
      const { walletAddress } = request.body as WalletAddressRequest;
      const url = parseWalletAddress(walletAddress, services);
      return sendWalletAddressRequest(services, url);
    },
  };
}
