// https://webmonetization.org/specification/flows/#dom-walletaddressdetails
export interface WalletAddressDetails {
  /** The wallet address that the server answers with. It may differ from the one asked for (an alias). */
  id: string;
  publicName?: string;
  assetCode: string;
  assetScale: number;
  authServer: string;
  resourceServer: string;
}
