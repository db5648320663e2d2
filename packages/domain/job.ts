/**
 * What travels through the queue: ids only. A `conversion` and a change of `roleSettings` are worth something only with
 * the fence they were given out with; the others just say: look again.
 */
export type Job =
  | { readonly kind: "conversion"; readonly conversionId: string; readonly fence: number }
  | { readonly kind: "roleSettings"; readonly changeId: string; readonly fence: number }
  | { readonly kind: "advance"; readonly rolloutId: string }
  | { readonly kind: "inventory"; readonly inventoryId: string };
