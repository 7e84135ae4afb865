import type { ConsentAnswer, ConsentQuestion, ConsentStatement } from '../protocol/connect-messages.js';
import { post } from './call.js';
import { arrive, sendToSite, shakeHandsWithOpener } from './handshake.js';
import { checkOwnWindow } from './own-window.js';
import { parseFragment, rememberReturnPath } from './return-path.js';
import { isSameTab, withoutMark } from './same-tab.js';
import { showConsent, showWalletForm } from './view.js';
import { endWithFailure, leadBack, onRefusal, showEnd, showFailure, showMessage } from './view-parts.js';

start().catch(endWithFailure);

async function start(): Promise<void> {
  checkOwnWindow();
  const { id, path } = parseFragment(withoutMark(location.hash));
  const sameTab = isSameTab(id, location.hash);
  if (sameTab) leadBack();
  const question = await shakeHands(id, path, sameTab ? null : (window.opener as Window | null));
  if (!question) return;
  onRefusal(async () => {
    await post(`/connect/${id}/refusals`, {});
    showEnd();
    showMessage(`${question.site} is not paid, and may not ask you again for a day.`);
    if (!sameTab) window.close();
  });
  if (question.rememberedWallet === null) return askForWallet(id, question);
  // The wallet may be gone: then another one can be named.
  await stateConsent(id, question.rememberedWallet).catch((error: unknown) => {
    askForWallet(id, question);
    showFailure(error);
  });
}

/** The connection as it waits for consent, or nothing when the visitor has been sent to the site first. */
async function shakeHands(
  id: string,
  path: string | null,
  opener: Window | null,
): Promise<ConsentQuestion | null> {
  if (path !== null) rememberReturnPath(id, path);
  if (opener) return shakeHandsWithOpener(id, opener);
  if (path !== null) return sendToSite(id, path).then(() => null);
  const question = id === '' ? null : await arrive(id);
  if (question) return question;
  throw new Error('Open this page from the site that is to be paid: it has lost the window that opened it.');
}

function askForWallet(id: string, question: ConsentQuestion): void {
  showWalletForm(question, (walletAddress) => stateConsent(id, walletAddress));
}

async function stateConsent(id: string, walletAddress: string): Promise<void> {
  showMessage('Asking the wallet who it is…');
  const statement = await post<ConsentStatement>(`/connect/${id}/wallets`, { walletAddress });
  showConsent(statement, async (choice) => {
    const answer: ConsentAnswer = { token: statement.token, ...choice };
    const { redirect } = await post<{ redirect: string }>(`/connect/${id}/consents`, answer).catch(
      async (error: unknown) => {
        // The token is used up, so what can be corrected is asked anew.
        await stateConsent(id, walletAddress);
        throw error;
      },
    );
    location.assign(redirect);
  });
}
