/** The right to write to a thing: proved in each write. It is lost when the lease ran out and somebody took over. */
export type Claim = { readonly id: string; readonly fence: number };

/** `lost`: the claim is somebody else's now, nothing was written. */
export type ClaimedWrite = "saved" | "lost";
