/** The right to write to a thing; the fence is another for each owner. */
export type Claim = { readonly id: string; readonly fence: number };
