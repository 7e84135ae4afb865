// https://webmonetization.org/specification/flows/#dom-walletaddressdetails
export interface WalletAddressDetails {
  /** The wallet address in the response. It may differ from the requested URL (an alias). */
  id: string;
  publicName?: string;
  assetCode: string;
  assetScale: number;
  authServer: string;
  resourceServer: string;
}
