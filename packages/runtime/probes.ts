/** One thing that a process needs; `isReady` answers false or throws when it is not there. */
export type Probe = { readonly name: string; readonly isReady: () => Promise<boolean> };

/** What was found. */
export type ProbeResult = { readonly name: string; readonly isReady: boolean; readonly detail: string };

/**
 * Looks at all probes at the same time and answers within `timeoutMs`; a probe that throws or takes longer is
 * not ready. Never throws. The reason of a failure is not passed on: probes answer without a token.
 */
export function createProbes(
  probes: readonly Probe[],
  options: { readonly timeoutMs: number } = { timeoutMs: 2000 },
): () => Promise<ProbeResult[]> {
  return () => Promise.all(probes.map((probe) => lookAt(probe, options.timeoutMs)));
}

async function lookAt(probe: Probe, timeoutMs: number): Promise<ProbeResult> {
  const tooLate = Promise.withResolvers<"tooLate">();
  const timer = setTimeout(() => tooLate.resolve("tooLate"), timeoutMs);
  try {
    const answer = await Promise.race([probe.isReady(), tooLate.promise]);
    const isReady = answer === true;
    const detail = isReady ? "ready" : answer === "tooLate" ? `no answer in ${timeoutMs} ms` : "not ready";
    return { name: probe.name, isReady, detail };
  } catch {
    return { name: probe.name, isReady: false, detail: "out of reach" };
  } finally {
    clearTimeout(timer);
  }
}
