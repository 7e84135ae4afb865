import type { OpenPaymentsServer } from '../operations/serve-operations.js';
import { checkClientSignature, identifyClient } from './identify-client.js';
import {
  issueAcceptedGrant,
  respondToPendingGrant,
  revokeGrantAndTokens,
  checkGrantSignature,
  checkInteractRef,
  checkIsNotPolled,
  checkWait,
  findContinuedGrant,
} from './continue-grant.js';
import { toGrantErrorResponse } from './grant-error-response.js';
import {
  checkTokenSignature,
  findTokenToManage,
  revokeAccessToken,
  rotateAccessToken,
} from './manage-token.js';
import { startInteractiveGrant, issueNonInteractiveGrant, checkRequestedAccess } from './request-grant.js';

// https://openpayments.dev/apis/auth-server/
export const authServer: OpenPaymentsServer = {
  document: 'auth',
  toErrorResponse: toGrantErrorResponse,
  operations: [
    {
      method: 'POST',
      path: '/',
      steps: [
        identifyClient,
        checkClientSignature,
        checkRequestedAccess,
        issueNonInteractiveGrant,
        startInteractiveGrant,
      ],
    },
    {
      method: 'POST',
      path: '/continue/{id}',
      steps: [
        findContinuedGrant,
        checkGrantSignature,
        checkIsNotPolled,
        checkWait,
        checkInteractRef,
        respondToPendingGrant,
        issueAcceptedGrant,
      ],
    },
    {
      method: 'DELETE',
      path: '/continue/{id}',
      steps: [findContinuedGrant, checkGrantSignature, revokeGrantAndTokens],
    },
    {
      method: 'POST',
      path: '/token/{id}',
      steps: [findTokenToManage, checkTokenSignature, rotateAccessToken],
    },
    {
      method: 'DELETE',
      path: '/token/{id}',
      steps: [findTokenToManage, checkTokenSignature, revokeAccessToken],
    },
  ],
};
