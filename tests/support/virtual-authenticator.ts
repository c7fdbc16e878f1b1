import type { CDPSession, Page } from "@playwright/test";

/** An authenticator inside the browser: it answers as a device of its person's would, at once. */
export class VirtualAuthenticator {
  readonly #devtools: CDPSession;
  readonly #authenticatorId: string;

  private constructor(devtools: CDPSession, authenticatorId: string) {
    this.#devtools = devtools;
    this.#authenticatorId = authenticatorId;
  }

  /** Built into this page's device, with a check of its person that always holds. */
  static async plugIn(page: Page): Promise<VirtualAuthenticator> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("WebAuthn.enable");
    const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new VirtualAuthenticator(devtools, authenticatorId);
  }

  /** Whether its check of the person holds: a finger that it knows, or a stranger's. */
  async knowsItsPerson(isUserVerified: boolean): Promise<void> {
    await this.#devtools.send("WebAuthn.setUserVerified", { authenticatorId: this.#authenticatorId, isUserVerified });
  }

  /** Loses every passkey on it. */
  async forget(): Promise<void> {
    await this.#devtools.send("WebAuthn.clearCredentials", { authenticatorId: this.#authenticatorId });
  }
}
