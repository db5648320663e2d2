import type { Product } from "../products.ts";

/** What the tenant has bought of one product. */
export interface Licence {
  /** What the id of its row begins with, before the product's. */
  readonly accountId: string;
  readonly product: Product;
  /** What is there in its place while the tenant has no licence for PIM; null: nothing is. */
  readonly productWithoutPim: Product | null;
  /** In force. */
  readonly isUsable: boolean;
  readonly seatCount: number;
  /** Null: as many are used as people have it. */
  readonly usedCount: number | null;
}
