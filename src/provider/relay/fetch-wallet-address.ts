import { getBody } from '../../server/validated-request.js';
import { WalletAddressDetailsSchema, WalletAddressRequestSchema } from '../core/message-schemas.js';
import {
  parseWalletAddressUrl,
  sendWalletAddressRequest,
} from '../open-payments/send-wallet-address-request.js';
import { checkPageOrigin, checkPageProof } from './common-steps.js';
import { type RelayCall, type RelayStep, validateRequest } from './relay-call.js';

const respondWithWalletAddress: RelayStep = async ({ services, request, reply }) => {
  const { walletAddress } = getBody(request, WalletAddressRequestSchema);
  const url = parseWalletAddressUrl(walletAddress, services);
  void reply.send(await sendWalletAddressRequest(services, url));
};

export const fetchWalletAddress: RelayCall = {
  method: 'POST',
  url: '/relay/wallet-addresses',
  summary: 'Look up a wallet address',
  problems: [
    'wallet-address-invalid',
    'wallet-address-not-found',
    'wallet-response-invalid',
    'wallet-unreachable',
  ],
  isNewWork: true,
  schema: { body: WalletAddressRequestSchema, response: { 200: WalletAddressDetailsSchema } },
  steps: [checkPageOrigin, checkPageProof, validateRequest, respondWithWalletAddress],
};
