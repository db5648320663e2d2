/** Ids are small and few, so that rows meet. */
export function uuid(kind: number, count: number): string {
  return `${String(kind).padStart(8, "0")}-0000-4000-8000-${String(count).padStart(12, "0")}`;
}
