/** Keys that replaced each other: each counts until a later one has been used, so that whoever holds an old one can't go on with it. */
export class KeysInTurn {
  readonly #keys: readonly string[];
  #now = 0;

  /** @param keys oldest first; the last is the present one */
  constructor(keys: readonly string[]) {
    this.#keys = keys;
  }

  /** Whether the present key fits, or a later one, which is the present one from then on. */
  fits(by: (key: string) => boolean): boolean {
    const ahead = this.#keys.slice(this.#now).findIndex(by);
    if (ahead === -1) return false; // guard: replaced-key
    this.#now += ahead;
    return true;
  }
}
