import type { ConsentAnswer, ConsentRequest, ConsentStatement } from './connect-messages.js';
import { postToProvider } from './provider-client.js';
import { confirmArrival, redirectToSite, handshakeWithOpener } from './handshake.js';
import { checkTopLevelWindow } from './check-top-level.js';
import { parseFragment, storeReturnPath } from './return-path.js';
import { isSameTab, removeSameTabMarker } from './same-tab.js';
import { showConsent, showWalletForm } from './view.js';
import {
  showFatalError,
  enableGoBack,
  onDeny,
  showFinished,
  showError,
  showMessage,
} from './view-elements.js';

start().catch(showFatalError);

async function start(): Promise<void> {
  checkTopLevelWindow();
  const { id, path } = parseFragment(removeSameTabMarker(location.hash));
  const sameTab = isSameTab(id, location.hash);
  if (sameTab) enableGoBack();
  const request = await performHandshake(id, path, sameTab ? null : (window.opener as Window | null));
  if (!request) return;
  onDeny(async () => {
    await postToProvider(`/connect/${id}/refusals`, {});
    showFinished();
    showMessage(`${request.site} will not be paid. It cannot ask you again for 24 hours.`);
    if (!sameTab) window.close();
  });
  if (request.rememberedWallet === null) return promptForWallet(id, request);
  // If that wallet no longer exists, the visitor can enter another one.
  await loadConsentStatement(id, request.rememberedWallet).catch((error: unknown) => {
    promptForWallet(id, request);
    showError(error);
  });
}

/** The pending consent request, or null if the visitor was redirected to the site first. */
async function performHandshake(
  id: string,
  path: string | null,
  opener: Window | null,
): Promise<ConsentRequest | null> {
  if (path !== null) storeReturnPath(id, path);
  if (opener) return handshakeWithOpener(id, opener);
  if (path !== null) return redirectToSite(id, path).then(() => null);
  const request = id === '' ? null : await confirmArrival(id);
  if (request) return request;
  throw new Error(
    'Open this page from the site that you want to pay. It has lost contact with the site’s window.',
  );
}

function promptForWallet(id: string, request: ConsentRequest): void {
  showWalletForm(request, (walletAddress) => loadConsentStatement(id, walletAddress));
}

async function loadConsentStatement(id: string, walletAddress: string): Promise<void> {
  showMessage('Looking up your wallet…');
  const statement = await postToProvider<ConsentStatement>(`/connect/${id}/wallets`, { walletAddress });
  showConsent(statement, async (choice) => {
    const answer: ConsentAnswer = { token: statement.token, ...choice };
    const { redirect } = await postToProvider<{ redirect: string }>(`/connect/${id}/consents`, answer).catch(
      async (error: unknown) => {
        // The token is used up. A new statement lets the visitor correct the input.
        await loadConsentStatement(id, walletAddress);
        throw error;
      },
    );
    location.assign(redirect);
  });
}
