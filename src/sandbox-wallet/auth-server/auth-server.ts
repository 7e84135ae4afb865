import type { OpenPaymentsServer } from '../http/serve-operations.js';
import { checkClientSignature, identifyClient } from './client.js';
import {
  answerAcceptedGrant,
  answerPendingGrant,
  cancelGrant,
  checkGrantSignature,
  checkInteractRef,
  checkIsNotPolled,
  checkWait,
  findContinuedGrant,
} from './continue-grant.js';
import { describeGrantError } from './describe-error.js';
import {
  checkTokenSignature,
  findTokenToManage,
  revokeAccessToken,
  rotateAccessToken,
} from './manage-token.js';
import { answerInteractiveGrant, answerNonInteractiveGrant, checkRequestedAccess } from './request-grant.js';

// https://openpayments.dev/apis/auth-server/
export const authServer: OpenPaymentsServer = {
  document: 'auth',
  describeError: describeGrantError,
  operations: [
    {
      method: 'POST',
      path: '/',
      steps: [
        identifyClient,
        checkClientSignature,
        checkRequestedAccess,
        answerNonInteractiveGrant,
        answerInteractiveGrant,
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
        answerPendingGrant,
        answerAcceptedGrant,
      ],
    },
    {
      method: 'DELETE',
      path: '/continue/{id}',
      steps: [findContinuedGrant, checkGrantSignature, cancelGrant],
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
